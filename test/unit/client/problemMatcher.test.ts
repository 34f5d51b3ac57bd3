import { describe, expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { findingText } from '../../../server/src/cli/findings.js';
import { Terminal } from '../../../server/src/cli/terminal.js';
import type { Severity } from '../../../server/src/config/finding.js';
import { LineIndex } from '../../../server/src/config/lines.js';

const [matcher] = manifest.contributes.problemMatchers;
const { pattern } = matcher ?? {
	pattern: { regexp: '', file: 0, line: 0, column: 0, severity: 0, message: 0, code: 0 },
};

describe('the problem matcher $rssv2', () => {
	it.each<[string, Severity]>([
		['a.rssv2.yaml', 'error'],
		['with space: and colon.rssv2.yaml', 'warning'],
		['/a/b/c.rssv2.json', 'information'],
		['c:\\d\\e.rssv2.json', 'hint'],
	])('reads what the command line prints: %s, %s', (file, severity) => {
		const finding = {
			code: 'idle-queues',
			kind: 'lint',
			severity,
			message: 'So: 1 of [3] idle.',
			span: { start: 4, end: 5 },
		} as const;
		const [line = '', ...related] = findingText(
			file,
			{
				lines: new LineIndex('a\nbcd\n'),
				findings: [{ ...finding, related: [{ span: { start: 0, end: 1 }, message: 'here' }] }],
			},
			new Terminal({ ...process, stdout: { on: () => {} }, stderr: { on: () => {} }, env: {} } as never),
		);
		const match = new RegExp(pattern.regexp).exec(line);
		const part = (name: 'file' | 'line' | 'column' | 'severity' | 'message' | 'code') =>
			match?.[pattern[name]];
		expect([
			part('file'),
			part('line'),
			part('column'),
			part('severity'),
			part('message'),
			part('code'),
		]).toEqual([file, '2', '3', severity, 'So: 1 of [3] idle.', 'idle-queues']);
		// What a finding relates to is no finding.
		for (const more of related) expect(new RegExp(pattern.regexp).test(more)).toBe(false);
	});
});
