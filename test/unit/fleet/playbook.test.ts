import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { DEFAULT_BATCHES, parsePercentage, parseSerial } from '../../../server/src/fleet/batches.js';
import { FleetFilesError, fleetFiles } from '../../../server/src/fleet/files.js';
import { limitText } from '../../../server/src/fleet/limit.js';
import { fleetPlaybook } from '../../../server/src/fleet/playbook.js';

/** The one play of a playbook, read as Ansible's YAML 1.1 does. */
function playOf(text: string) {
	const unsafe = { tag: '!unsafe', resolve: (value: string) => ({ unsafe: value }) };
	const document = parseDocument(text, { version: '1.1', customTags: [unsafe] });
	expect(document.errors).toEqual([]);
	return document.toJS()[0];
}

const base = { program: ['rssv2'], hosts: 'all', files: { kind: 'none' }, ...DEFAULT_BATCHES } as const;

describe('the playbook of a fleet', () => {
	it('says in which batches and when it ends', () => {
		expect(playOf(fleetPlaybook({ ...base, serial: [1, '25%'], maxFailPercentage: 10 }))).toMatchObject({
			hosts: 'all',
			gather_facts: false,
			strategy: 'linear',
			serial: [1, '25%'],
			max_fail_percentage: 10,
		});
	});

	it('hands every argument over as an element of a list, nothing to a shell', () => {
		const { block } = playOf(fleetPlaybook(base)).tasks[0];
		for (const task of block) {
			const modules = Object.keys(task).filter((name) => name.includes('.'));
			for (const name of modules) expect(name).toMatch(/^ansible\.builtin\.(?:command|debug|fail)$/);
			const { argv } = task['ansible.builtin.command'] ?? { argv: [] };
			for (const argument of argv) expect(typeof argument).toBe('string');
		}
		expect(block[0]['ansible.builtin.command'].argv).toEqual([
			'rssv2',
			'push',
			"{{ ansible_check_mode | ternary('--dry-run', '--yes') }}",
			'--format=json',
			"--device={{ (rssv2_device) | replace('$', '%24') }}",
			'--',
			'{{ rssv2_file }}',
		]);
	});

	it('keeps any name of a file, a folder or a program as it is, and no template in it alive', () => {
		const name = fc
			.string({ unit: 'grapheme', minLength: 1 })
			.filter((text) => !/[$~/\p{Cc}\p{Zl}\p{Zp}]/u.test(text));
		fc.assert(
			fc.property(name, fc.constantFrom('', '{{ 1 }}', '{% if', 'yes', '12:30', "'"), (text, more) => {
				const odd = `${text}${more}`;
				const files = fleetFiles([odd]);
				const play = playOf(fleetPlaybook({ ...base, files, directory: odd, program: [odd] }));
				const { argv, chdir } = play.tasks[0].block[0]['ansible.builtin.command'];
				for (const value of [play.vars.rssv2_default_file, argv[0], chdir])
					expect(value).toEqual(odd.includes('{') ? { unsafe: odd } : odd);
			}),
		);
	});
});

describe('the files of a fleet', () => {
	it('are found by the host, also by one whose name is a word of YAML 1.1', () => {
		const files = fleetFiles(['yes.rssv2.yaml', '12:30.rssv2.yaml', '1e3.rssv2.yaml']);
		expect(playOf(fleetPlaybook({ ...base, files })).vars.rssv2_files).toEqual({
			yes: 'yes.rssv2.yaml',
			'12:30': '12:30.rssv2.yaml',
			'1e3': '1e3.rssv2.yaml',
		});
	});

	it('are for every host, or each for the host it is called like', () => {
		expect(fleetFiles([])).toEqual({ kind: 'none' });
		expect(fleetFiles(['~/x.rssv2.yaml'])).toEqual({ kind: 'one', file: './~/x.rssv2.yaml' });
		const files = new Map([
			['web01', 'a/web01.rssv2.yaml'],
			['web02', 'web02.rssv2.JSON'],
		]);
		expect(fleetFiles([...files.values()])).toEqual({ kind: 'byHost', files });
		expect(() => fleetFiles(['a/x.rssv2.yaml', 'b/x.rssv2.yml'])).toThrow(FleetFilesError);
		for (const bad of ['$HOME.rssv2.yaml', 'a\nb.rssv2.yaml', 'a\u0085b.rssv2.yaml'])
			expect(() => fleetFiles([bad])).toThrow(/as it is/);
	});
});

describe('what is said of batches', () => {
	it.each([
		['10', [10]],
		['25%', ['25%']],
		['1, 10,50%', [1, 10, '50%']],
		['0', undefined],
		['101%', undefined],
		['', undefined],
		['1,', undefined],
		['-1', undefined],
	])('--serial %j', (text, expected) => expect(parseSerial(text)).toEqual(expected));

	it.each([
		['0', 0],
		['30%', 30],
		['100', 100],
		['101', undefined],
		['x', undefined],
	])('--max-fail-percentage %j', (text, expected) => expect(parsePercentage(text)).toBe(expected));
});

describe('hosts to run alone', () => {
	it('stand one a line, and a name that is a pattern is refused', () => {
		expect(limitText(['web01', 'db-2.example.org'])).toBe('web01\ndb-2.example.org\n');
		expect(() => limitText([])).toThrow(/no host left/);
		for (const bad of ['all:!web', '~web', '@file', 'a,b', '!a', 'a b', 'web*', 'a[0]', '&x'])
			expect(() => limitText(['web01', bad]), bad).toThrow(/means something else/);
	});
});
