import type { ReplayResult } from './replay.js';

/**
 * A report of scripts in the order they ran: a line for each that differs, with the first step that does, and a last line
 * `N passed, N failed`.
 */
export function formatReport(results: Iterable<ReplayResult>): string {
	const lines: string[] = [];
	let passed = 0;
	let failed = 0;
	for (const result of results) {
		if (result.passed) {
			passed++;
			continue;
		}
		failed++;
		const { difference } = result;
		const where = difference?.step === undefined ? '' : `, step ${difference.step}`;
		lines.push(
			`script ${passed + failed}${where}: ${difference?.what}: expected ${difference?.expected}, got ${difference?.got}`,
		);
	}
	return [...lines, `${passed} passed, ${failed} failed`].join('\n');
}
