import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Syntax } from '../../../server/src/config/tree.js';
import { targetOf } from '../../../server/src/devices/targetOf.js';
import { lints } from '../../../server/src/rules/index.js';
import type { LintExamples } from '../../../server/src/rules/rule.js';
import { checkText } from '../../../server/src/validation/check.js';
import { hostFindings } from '../../../server/src/validation/hosts.js';

/** Codes of the lints, of a file that stands where its examples do; a refusal of the adapter is no lint. */
function told(text: string, syntax: Syntax, { beside, device }: LintExamples): string[] {
	const target = device === undefined ? undefined : targetOf(device);
	const check = checkText(text, { syntax }, {}, target);
	const others = beside === undefined ? [] : [{ name: 'b', check: checkText(beside, { syntax: 'yaml' }) }];
	const findings = [...check.findings, ...hostFindings({ name: 'a', check }, others)];
	expect(findings.filter(({ kind }) => kind !== 'lint' && kind !== 'refusal')).toEqual([]);
	return [...new Set(findings.flatMap(({ kind, code }) => (kind === 'lint' ? [code] : [])))];
}

/** Rules that cannot speak of such a file without another: TCP and UDP without IP always has fragments to tell of. */
const alongside: Readonly<Record<string, readonly string[]>> = {
	'hash-type-combination': ['udp-fragments'],
};

/** A comment is written otherwise in JSON, and block style loses it. */
const isComment = (text: string) => text.includes('#');

function inJson(text: string): string {
	const comment = /# (.*)/.exec(text)?.[1];
	const json = JSON.stringify(parse(text), undefined, 2);
	return comment === undefined
		? json
		: json.replace('"numberOfQueues"', `// ${comment}\n      "numberOfQueues"`);
}

describe.each(lints.map((lint) => [lint.id, lint] as const))(
	'%s',
	(id, { examples, documentation, summary }) => {
		test.each(['yaml', 'json'] as const)('its examples in %s', (syntax) => {
			const written = syntax === 'yaml' ? (text: string) => text : inJson;
			const expected = [id, ...(alongside[id] ?? [])];
			expect(told(written(examples.bad), syntax, examples).sort()).toEqual(expected.sort());
			expect(told(written(examples.good), syntax, examples)).toEqual([]);
		});
		if (!isComment(examples.bad)) {
			test('and in block style', () => {
				expect(told(stringify(parse(examples.bad)), 'yaml', examples)).toContain(id);
			});
		}
		test('says what it means', () => {
			expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
			expect(summary).toMatch(/^[A-Z].*\.$/);
			expect(documentation.length).toBeGreaterThan(summary.length);
		});
	},
);

test('no two lints have one id', () => {
	expect(new Set(lints.map(({ id }) => id)).size).toBe(lints.length);
});
