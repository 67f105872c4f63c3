import { createRouter, createWebHashHistory, type Router } from 'vue-router';
import BillScreen from './screens/bills/BillScreen.vue';
import CustomersScreen from './screens/customers/CustomersScreen.vue';
import HoldsScreen from './screens/holds/HoldsScreen.vue';
import PaymentScreen from './screens/payments/PaymentScreen.vue';
import PaymentsScreen from './screens/payments/PaymentsScreen.vue';
import ReadyScreen from './screens/ready/ReadyScreen.vue';
import TodayScreen from './screens/today/TodayScreen.vue';

/** Addresses inside the window; hash history, because the page is one file of the app. */
export function makeRouter(): Router {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', redirect: '/today' },
      { path: '/today', component: TodayScreen },
      { path: '/bills/import', component: () => import('./screens/bill-import/ImportBillsScreen.vue') },
      { path: '/bills/charge', component: () => import('./screens/bill-runs/ChargeBillsScreen.vue') },
      { path: '/bills/charge/:id', component: () => import('./screens/bill-runs/RunScreen.vue') },
      { path: '/bills/:id', component: BillScreen },
      { path: '/customers/:id?', component: CustomersScreen },
      { path: '/holds', component: HoldsScreen },
      { path: '/holds/together/:id', component: () => import('./screens/hold-runs/HoldRunScreen.vue') },
      { path: '/payments', component: PaymentsScreen },
      { path: '/payments/:id', component: PaymentScreen },
      { path: '/tomorrow', component: ReadyScreen },
      { path: '/day-end', component: () => import('./screens/day-end/DayEndScreen.vue') },
      { path: '/day-end/statement', component: () => import('./screens/statement/StatementScreen.vue') },
      { path: '/settings/:section?', component: () => import('./screens/settings/SettingsScreen.vue') },
    ],
  });
}
