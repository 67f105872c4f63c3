import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule, SerializedError } from 'vitest/node';

/** What one vitest run comes to; the file that carries it is named by `COMPTOIR_TEST_REPORT`. */
export interface TestReport {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} › ${test.fullName}`;

/** Counts tests and keeps the reason of each skip, which the JSON reporter drops. A file that cannot be loaded is a failure. */
export class TestReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const path = process.env['COMPTOIR_TEST_REPORT'];
    if (path === undefined) return;
    const failed = unhandled.map((error) => `outside any test: ${error.message}`);
    const skipped: { name: string; reason: string }[] = [];
    let passed = 0;
    for (const module of modules) {
      if (module.errors().length > 0) failed.push(`${module.relativeModuleId}: ${module.errors()[0]?.message}`);
      for (const suite of module.children.allSuites())
        for (const error of suite.errors()) failed.push(`${suite.fullName}: ${error.message}`);
      for (const test of module.children.allTests()) {
        const result = test.result();
        switch (result.state) {
          case 'passed':
            passed += 1;
            break;
          case 'skipped':
            skipped.push({ name: nameOf(test), reason: result.note ?? 'no reason given' });
            break;
          case 'failed':
          case 'pending':
            failed.push(nameOf(test));
        }
      }
    }
    writeFileSync(path, JSON.stringify({ passed, failed, skipped } satisfies TestReport));
  }
}

export default TestReporter;
