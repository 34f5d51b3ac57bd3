import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Syntax } from '../../../server/src/config/tree.js';
import { rules } from '../../../server/src/rules/index.js';
import { checkText } from '../../../server/src/validation/check.js';

/** Codes of the lints; a refusal of the adapter is no lint. */
function lints(text: string, syntax: Syntax): string[] {
	const { findings } = checkText(text, { syntax });
	expect(findings.filter(({ kind }) => kind !== 'lint' && kind !== 'refusal')).toEqual([]);
	return [...new Set(findings.flatMap(({ kind, code }) => (kind === 'lint' ? [code] : [])))];
}

/** Rules that cannot speak of such a file without another: TCP and UDP without IP always has fragments to tell of. */
const alongside: Readonly<Record<string, readonly string[]>> = {
	'hash-type-combination': ['udp-fragments'],
};

describe.each(rules.map((rule) => [rule.id, rule] as const))(
	'%s',
	(id, { examples, documentation, summary }) => {
		test.each(['yaml', 'json'] as const)('its examples in %s', (syntax) => {
			const written = (text: string) =>
				syntax === 'yaml' ? text : JSON.stringify(parse(text), undefined, 2);
			expect(lints(written(examples.bad), syntax).sort()).toEqual([id, ...(alongside[id] ?? [])].sort());
			expect(lints(written(examples.good), syntax)).toEqual([]);
		});
		test('and in block style', () => {
			expect(lints(stringify(parse(examples.bad)), 'yaml')).toContain(id);
		});
		test('says what it means', () => {
			expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
			expect(summary).toMatch(/^[A-Z].*\.$/);
			expect(documentation.length).toBeGreaterThan(summary.length);
		});
	},
);

test('no two rules have one id', () => {
	expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});
