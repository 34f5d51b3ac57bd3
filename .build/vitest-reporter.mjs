// A vitest reporter that writes what `npm test` sums up: RSSV2_TEST_RESULT names the file.
import { writeFileSync } from 'node:fs';

export default class SummaryReporter {
	/** Called once, when every file has run. Errors outside tests count as failures. */
	onTestRunEnd(modules, errors) {
		const summary = { passed: 0, failed: 0, skipped: [] };
		for (const module of modules) {
			let failures = 0;
			for (const test of module.children.allTests()) {
				const { state, note } = test.result();
				if (state === 'passed') summary.passed++;
				else if (state === 'failed') failures++;
				else summary.skipped.push(`${module.relativeModuleId}: ${test.fullName}${note ? ` (${note})` : ''}`);
			}
			// A file that cannot be loaded, or whose hooks fail, may have no failed test.
			summary.failed += module.state() === 'failed' ? Math.max(1, failures) : failures;
		}
		summary.failed += errors.length;
		writeFileSync(process.env.RSSV2_TEST_RESULT, JSON.stringify(summary));
	}
}
