import type { Handlers } from '../contract/channel.ts';
import type { DeskContract } from '../contract/contract.ts';
import { done } from '../contract/failure.ts';
import { approvalNeeded, prepareOne } from '../house/approvals/approval-prepare.ts';
import { setApprovalRules } from '../house/approvals/approval-rules.ts';
import { listApprovals, oneApproval } from '../house/approvals/approval-view.ts';
import * as approvals from '../house/approvals/approvals.ts';
import { addBankAccount, bankOffer, bankWords } from '../house/cards/bank-accounts.ts';
import { chooseBillFile, importBills, previewBills } from '../house/bill-import/bill-import.ts';
import { previewRun } from '../house/runs/bill-run-preview.ts';
import { lastBillRuns, oneBillRun } from '../house/runs/bill-run-view.ts';
import * as billRuns from '../house/runs/bill-runs.ts';
import { heldForView, onFreeBill } from '../house/bills/bill-turn.ts';
import { closeBill, reopenBill } from '../house/bills/bill-closing.ts';
import * as bills from '../house/bills/bills.ts';
import * as bookings from '../house/bookings/bookings.ts';
import { missedCaptures } from '../house/holds/capture-missed.ts';
import { setCaptureRule, showCaptureRule, turnCaptureRule } from '../house/holds/capture-rule-on.ts';
import { cataloguePrices } from '../house/links/catalogue.ts';
import { consentCover } from '../house/consents/consent-cover.ts';
import { sureView } from '../house/orders/doubts.ts';
import * as drafts from '../house/consents/consent-drafts.ts';
import { closeCardWindow, openCardWindow, showCardEntry } from '../house/cards/card-entry.ts';
import { addProfile, adoptProfile } from '../house/cards/new-profile.ts';
import * as consents from '../house/consents/consents.ts';
import * as customers from '../house/customers/customers.ts';
import * as days from '../house/days/day-end.ts';
import { showDeadlines } from '../house/holds/hold-deadlines.ts';
import { saveEvidence } from '../house/consents/evidence.ts';
import { lastHoldRuns, oneHoldRun } from '../house/runs/hold-run-view.ts';
import * as holdRuns from '../house/runs/hold-runs.ts';
import { chosenHolds, countHolds, freeHolds } from '../house/holds/hold-choice.ts';
import * as review from '../house/holds/hold-review.ts';
import { holdViews, removeHoldView, saveHoldView } from '../house/holds/hold-views.ts';
import { cancelExport, exportList } from '../house/lists/export.ts';
import { decideGivenBack, undoGivenBack } from '../house/bills/given-back.ts';
import { historyPeople, listHistory } from '../house/history.ts';
import * as holds from '../house/holds/holds.ts';
import * as missed from '../house/bills/missed-visits.ts';
import { setPaysafePages } from '../house/links/paysafe-pages.ts';
import * as links from '../house/links/page-links.ts';
import { payoutCandidates } from '../house/days/payout-candidates.ts';
import { answerRefund, askRefundAgain } from '../house/orders/answer-refund.ts';
import { explainMissing } from '../house/days/missing-said.ts';
import { billOfMatch, explainLine, matchLine, undoMatch } from '../house/days/payout-match.ts';
import { showPayouts } from '../house/days/payouts.ts';
import {
  bringStatement,
  chooseStatement,
  previewStatement,
  withdrawStatement,
} from '../house/statements/statement-import.ts';
import { showChain } from '../house/orders/payment-chain.ts';
import * as payers from '../house/cards/payers.ts';
import { readyVisits } from '../house/bills/ready.ts';
import { saveReceipt, showReceipt, writeReceipt } from '../house/orders/receipts.ts';
import { removalView, removeCustomer } from '../house/customers/removal.ts';
import * as orders from '../house/orders/orders.ts';
import * as repeats from '../house/orders/repeats.ts';
import * as settings from '../house/settings/desk-settings.ts';
import { deskStatus } from '../house/status.ts';
import type { World } from '../house/world.ts';
import type { SignedIn } from '../house/signed-in.ts';

/** What main answers to each call of the contract: one line a call, the work is in house/. */
export function deskHandlers(world: World): Handlers<DeskContract, SignedIn | null> {
  const give = (order: Parameters<typeof orders.order>[1], who: SignedIn | null) => orders.order(world, order, who);
  return {
    session: {
      state: () => settings.sessionState(world),
      signIn: ({ staffId, pin }) => settings.signIn(world, staffId, pin),
      lock: () => settings.lock(world),
      touch: () => settings.touch(world),
      createOwner: (input) => settings.createOwner(world, input),
      setPreferences: (input) => settings.setPreferences(world, input),
    },
    desk: {
      status: async () => done(await deskStatus(world)),
      today: () => holds.today(world),
      refresh: () => settings.refreshLists(world),
      openAtProvider: (input) => customers.openAtProvider(world, input),
      openMode: ({ mode }) => settings.openMode(world, mode),
      resetDemo: (_input, who) => settings.resetDemo(world, who),
    },
    customers: {
      list: (input) => customers.listCustomers(world, input),
      get: ({ id }) => customers.customerPage(world, id),
      refresh: ({ id }) => customers.refreshCustomer(world, id),
      bringIn: (input, who) => customers.bringIn(world, input, who),
      bringInCsv: ({ text }, who) => customers.bringInCsv(world, text, who),
      link: (input, who) => customers.linkCustomers(world, input, who),
      unlink: ({ id }, who) => customers.unlinkCustomer(world, id, who),
    },
    removal: {
      view: ({ id }) => removalView(world, id),
      remove: (input, who) => removeCustomer(world, input, who),
    },
    cards: {
      rename: (input, who) => customers.renameCard(world, input, who),
      setDefault: (input, who) => give({ kind: 'set_default', ...input }, who),
      remove: ({ ticket, cardId, reason }, who) => give({ kind: 'remove_card', ticket, cardId, note: reason }, who),
    },
    holds: {
      list: (input) => review.listHolds(world, input),
      counts: (input) => countHolds(world, input),
      get: ({ id }) => review.oneHold(world, id),
      free: (input) => freeHolds(world, input),
      chosen: (input) => chosenHolds(world, input),
      plan: (input, who) => review.planHold(world, input, who),
      note: (input, who) => review.noteHold(world, input, who),
      views: () => holdViews(world),
      saveView: (input, who) => saveHoldView(world, input, who),
      removeView: (input, who) => removeHoldView(world, input, who),
      place: (input, who) => give({ kind: 'hold', tip: null, receiptEmail: null, ...input }, who),
      capture: (input, who) => give({ kind: 'capture', ...input }, who),
      release: (input, who) => give({ kind: 'release', ...input }, who),
      heldFor: (input) => heldForView(world, input),
      replace: (input, who) => give({ kind: 'replace', ...input }, who),
    },
    payments: {
      charge: (input, who) => give({ kind: 'charge', ...input }, who),
      refund: ({ reason, ...input }, who) => give({ kind: 'refund', note: reason, ...input }, who),
      list: (input) => orders.listOperations(world, input),
      get: ({ operationId }) => orders.operationDetail(world, operationId),
      recent: (input) => repeats.recentRepeats(world, input),
      sure: (input) => sureView(world, input),
      refunded: (input) => repeats.refundedRepeats(world, input),
      askNow: ({ operationId }) => orders.askNow(world, operationId),
      resolve: (input, who) => orders.resolve(world, input, who),
      answerRefund: (input, who) => answerRefund(world, input, who),
      askRefundAgain: (input, who) => askRefundAgain(world, input, who),
    },
    approvals: {
      needed: (input) => approvalNeeded(world, input),
      prepare: (input, who) => prepareOne(world, input, who),
      list: (_input, who) => listApprovals(world, who),
      get: ({ id }) => oneApproval(world, id),
      approve: (input, who) => approvals.approve(world, input, who),
      sendBack: (input, who) => approvals.sendBack(world, input, who),
      withdraw: (input, who) => approvals.withdraw(world, input, who),
      send: (input, who) => approvals.sendApproved(world, input, who),
      setRules: (input, who) => setApprovalRules(world, input, who),
    },
    bills: {
      list: (input) => bills.listBills(world, input),
      ready: (input) => readyVisits(world, input),
      get: ({ id }) => bills.oneBill(world, id),
      byCode: ({ code }) => bills.billByCode(world, code),
      ofCustomer: (input) => bills.billsOfCustomer(world, input),
      make: (input, who) => bills.makeBill(world, input, who),
      // An open page of the bill is closed first, and looked at: what it costs or what is left of it would be another then.
      change: (input, who) => onFreeBill(world, input.id, () => bills.changeBill(world, input, who)),
      cancel: (input, who) => onFreeBill(world, input.id, () => bills.cancelBill(world, input, who)),
      close: (input, who) => closeBill(world, input, who),
      reopen: (input, who) => reopenBill(world, input, who),
      credit: (input, who) => onFreeBill(world, input.id, () => bills.creditBill(world, input, who)),
      creditElsewhere: (input, who) => onFreeBill(world, input.id, () => bills.putElsewhere(world, input, who)),
      // What is left as it is changes nothing for whoever is on an open page.
      decideGivenBack: (input, who) =>
        onFreeBill(world, input.choice === 'left' ? null : input.id, () => decideGivenBack(world, input, who)),
      undoGivenBack: (input, who) => onFreeBill(world, input.id, () => undoGivenBack(world, input, who)),
    },
    paysafePages: { set: (input, who) => setPaysafePages(world, input, who) },
    missed: {
      offer: (input) => missed.missedOffer(world, input),
      // Like a change of the bill: what its open page asks for is not asked for any more.
      note: (input, who) => onFreeBill(world, input.billId, () => missed.noteMissed(world, input, who)),
      takeBack: (input, who) => onFreeBill(world, input.billId, () => missed.takeBackMissed(world, input, who)),
      setRule: (input, who) => missed.setMissedRule(world, input, who),
    },
    billImport: {
      choose: (_input, who) => chooseBillFile(world, who),
      preview: (input, who) => previewBills(world, input, who),
      run: (input, who) => importBills(world, input, who),
    },
    captureRule: {
      missed: () => missedCaptures(world),
      get: () => showCaptureRule(world),
      turn: (input, who) => turnCaptureRule(world, input, who),
      set: (input, who) => setCaptureRule(world, input, who),
    },
    holdRuns: {
      capture: (input, who) => holdRuns.captureHolds(world, input, who),
      prepare: (input, who) => holdRuns.prepareHolds(world, input, who),
      captureApproved: (input, who) => holdRuns.captureApproved(world, input, who),
      release: (input, who) => holdRuns.releaseHolds(world, input, who),
      stop: (input, who) => holdRuns.stopHoldRun(world, input, who),
      resume: (input, who) => holdRuns.resumeHoldRun(world, input, who),
      end: (input, who) => holdRuns.endHoldRun(world, input, who),
      get: ({ id }) => oneHoldRun(world, id),
      list: () => lastHoldRuns(world),
    },
    billRuns: {
      preview: (input) => previewRun(world, input),
      start: (input, who) => billRuns.startBillRun(world, input, who),
      stop: (input, who) => billRuns.stopBillRun(world, input, who),
      resume: (input, who) => billRuns.resumeBillRun(world, input, who),
      end: (input, who) => billRuns.endBillRun(world, input, who),
      get: ({ id }) => oneBillRun(world, id),
      list: () => lastBillRuns(world),
    },
    bookings: {
      keys: () => bookings.bookingKeysNow(world),
      saveKeys: (input, who) => bookings.saveBookingKeys(world, input, who),
      preview: (input) => bookings.previewBookings(world, input),
      odd: () => bookings.oddBookings(world),
      make: (input, who) => bookings.makeBookingBill(world, input, who),
      setAside: (input, who) => bookings.setBookingAside(world, input, who),
    },
    consents: {
      ofCustomer: (input) => consents.consentsOfCustomer(world, input),
      cover: (input) => consentCover(world, input),
      draft: (input) => drafts.consentDraft(world, input),
      record: (input, who) => consents.recordConsent(world, input, who),
      scan: (input) => consents.consentScan(world, input),
      saveScan: (input, who) => consents.saveConsentScan(world, input, who),
      withdraw: (input, who) => consents.withdrawConsent(world, input, who),
      texts: () => drafts.consentTexts(world),
      textVersions: (input) => drafts.consentTextVersions(world, input),
      sample: (input) => drafts.sampleText(world, input),
      saveText: (input, who) => drafts.saveConsentText(world, input, who),
      setRule: (input, who) => drafts.setConsentRule(world, input, who),
    },
    payers: {
      ofCustomer: (input) => payers.payersOfCustomer(world, input),
      grant: (input, who) => payers.grantPayer(world, input, who),
      revoke: (input, who) => payers.revokePayer(world, input, who),
    },
    dayEnd: {
      show: (input) => days.showDay(world, input),
      deadlines: () => showDeadlines(world),
      week: (input) => days.weekOf(world, input),
      payouts: (input) => showPayouts(world, input),
      close: (input, who) => days.closeDay(world, input, who),
      reopen: (input, who) => days.reopenDay(world, input, who),
      handOver: (input, who) => days.handOver(world, input, who),
      setRule: (input, who) => days.setDayRule(world, input, who),
    },
    payouts: {
      candidates: (input) => payoutCandidates(world, input),
      match: (input, who) => onFreeBill(world, input.billId, () => matchLine(world, input, who)),
      explain: (input, who) => explainLine(world, input, who),
      explainMissing: (input, who) => explainMissing(world, input, who),
      undo: async (input, who) =>
        onFreeBill(world, await billOfMatch(world, input.matchId), () => undoMatch(world, input, who)),
    },
    statements: {
      choose: (_input, who) => chooseStatement(world, who),
      preview: (input, who) => previewStatement(world, input, who),
      run: (input, who) => bringStatement(world, input, who),
      withdraw: (input, who) => withdrawStatement(world, input, who),
    },
    evidence: {
      save: (input, who) => saveEvidence(world, input, who),
    },
    links: {
      make: (input, who) => links.makePageLink(world, input, who),
      show: ({ id }) => links.showPageLink(world, id),
      prices: () => cataloguePrices(world),
      list: (input) => links.listPageLinks(world, input),
      close: ({ id }, who) => links.closePageLink(world, id, who),
      write: ({ id }, who) => links.writePageLink(world, id, who),
      openHere: ({ id }, who) => links.openPageLink(world, id, who),
      copy: ({ id }, who) => links.copyPageLink(world, id, who),
      portal: (input, who) => links.customerPortal(world, input, who),
      settle: (input, who) => links.settlePageLink(world, input, who),
    },
    cardWindow: {
      open: (input, who) => openCardWindow(world, input, who),
      addProfile: (input, who) => addProfile(world, input, who),
      adoptProfile: ({ operationId }, who) => adoptProfile(world, operationId, who),
      show: async ({ id }) => showCardEntry(world, id),
      close: async ({ id }) => closeCardWindow(world, id),
    },
    bankAccounts: {
      offer: (input) => bankOffer(world, input),
      words: (input) => bankWords(world, input),
      add: (input, who) => addBankAccount(world, input, who),
    },
    settings: {
      get: () => settings.getSettings(world),
      save: (input, who) => settings.saveSettings(world, input, who),
      providers: async () => done({ providers: await world.keys.view() }),
      setStripeKey: ({ key, otherAccount }, who) => world.keys.setStripe(key, who, otherAccount),
      setPaysafeKey: (input, who) => world.keys.setPaysafe(input, who),
      cardKey: () => world.cards.key.view(),
      setCardKey: (input, who) => world.cards.key.set(input, who),
      checkKey: ({ provider }) => world.keys.check(provider),
      forgetKey: ({ provider, mode }, who) => world.keys.forget(provider, mode, who),
    },
    staff: {
      list: () => settings.listStaff(world),
      add: (input, who) => settings.addStaff(world, input, who),
      change: (input, who) => settings.changeStaff(world, input, who),
      changeMyPin: (input, who) => settings.changeMyPin(world, input, who),
      stepIn: (input, who) => repeats.stepIn(world, input, who),
      unlock: ({ id }, who) => settings.unlockStaff(world, id, who),
    },
    records: {
      view: async () => done(await world.records.view()),
      check: (_input, who) => world.records.check(who),
      backUp: (_input, who) => world.records.backUp(who),
      restore: ({ backup }, who) => world.records.restore(backup, who),
      rebuild: ({ span }, who) => world.records.rebuild(span, who),
      settle: (input, who) => world.records.settle(input, who),
      without: ({ provider }, who) => world.records.without(provider, who),
      chooseFolder: (_input, who) => world.records.chooseFolder(who),
      forgetFolder: (_input, who) => world.records.forgetFolder(who),
    },
    history: {
      list: (input) => listHistory(world, input),
      people: () => historyPeople(world),
    },
    lists: {
      export: (input, who) => exportList(world, input, who),
      cancel: async () => cancelExport(world),
    },
    receipts: {
      chain: (input) => showChain(world, input),
      show: (input) => showReceipt(world, input),
      save: (input, who) => saveReceipt(world, input, who),
      write: (input, who) => writeReceipt(world, input, who),
    },
  };
}
