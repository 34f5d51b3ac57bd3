import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Node, Parser } from 'web-tree-sitter';
import { exportPowerShell } from '../../../server/src/devices/windows/exportPowerShell.js';
import { powerShellComment, powerShellLiteral } from '../../../server/src/devices/windows/literal.js';
import { windowsSettings } from '../../../server/src/devices/windows/settings.js';
import { model, vmqText } from '../../support/configuration.js';
import { powerShellGrammar } from '../../support/powerShellGrammar.js';

let parser: Parser;
beforeAll(async () => {
	parser = await powerShellGrammar();
});

/** The syntax tree of a script that a PowerShell grammar takes without an error. */
function parsed(script: string): Node {
	const root = parser.parse(script)?.rootNode;
	if (!root) throw new Error('not parsed');
	expect(root.hasError, script).toBe(false);
	return root;
}

/** The texts of the nodes of a type, in order. */
function all(root: Node, type: string): string[] {
	return root.descendantsOfType(type).map(({ text }) => text);
}

const hostile = [
	`O'Brien`,
	'$(Remove-Item C:\\)',
	'`"quoted`" $env:TEMP',
	'a\nb\r\nc',
	'\u2018typographic\u2019 \u201aquotes\u201b',
	`'; Stop-Computer; '`,
	'@{ x = 1 }',
	'<# comment #>',
	'-Force',
	'*',
];

const text = (name: string, vm: string) =>
	vmqText(`  - id: 0
    numberOfQueues: 2
    indirectionTable: ["0:2", "0:4"]
  - id: 1
    numberOfQueues: 4
    scheduling: staticVrss
    indirectionTable: ["0:6", "0:8"]
    windows: { vm: ${JSON.stringify(vm)}, networkAdapter: ${JSON.stringify(name)} }
  - id: 2
    windows: { networkAdapter: ${JSON.stringify(name)} }
`);

describe('PowerShell literals', () => {
	it('stand for their text and nothing else, whatever is in it', () => {
		const strings = fc.oneof(
			fc.string(),
			fc.string({ unit: 'grapheme' }),
			fc
				.array(fc.constantFrom(...hostile.join('').split(''), "'", '\u2019', '`', '$'))
				.map((c) => c.join('')),
		);
		fc.assert(
			fc.property(strings, (value) => {
				const literal = powerShellLiteral(value);
				// Read as PowerShell reads it: within single quotes two quotation marks are one, and all else is itself.
				expect(literal.slice(1, -1).replace(/(['\u2018-\u201b])\1/g, '$1')).toBe(value);
				const inner = literal.slice(1, -1).replace(/(['\u2018-\u201b])\1/g, '');
				expect(inner).not.toMatch(/['\u2018-\u201b]/);
			}),
		);
		expect([powerShellLiteral(true), powerShellLiteral(7)]).toEqual(['$true', '7']);
		expect(() => powerShellLiteral(1.5)).toThrow(RangeError);
	});

	it.each(hostile)('%j is one verbatim string to a PowerShell grammar', (value) => {
		const literal = powerShellLiteral(value);
		const root = parsed(`Get-VM -Name ${literal}\n`);
		expect(all(root, 'verbatim_string_characters')).toEqual([literal]);
		expect(all(root, 'command_name')).toEqual(['Get-VM']);
	});

	it('comments stay on their line', () => {
		const root = parsed(`${powerShellComment('one\ntwo\r\u2028three')}\nGet-VM\n`);
		expect(all(root, 'command_name')).toEqual(['Get-VM']);
	});
});

describe('the exported script', () => {
	it.each(hostile)('runs nothing that a name says: %j', (name) => {
		const plain = parsed(exportPowerShell(model(text('Network Adapter', 'sql01'))).file.text);
		const root = parsed(exportPowerShell(model(text(name, name))).file.text);
		expect(all(root, 'command_name')).toEqual(all(plain, 'command_name'));
		expect(all(root, 'verbatim_string_characters')).toContain(powerShellLiteral(name));
	});

	it('sets the adapter first, then each VPort that says whose it is', () => {
		const settings = windowsSettings(model(text('Ethernet', 'sql01')));
		expect(settings.map(({ title }) => title)).toEqual([
			'adapter Test',
			'RSS on host VPorts of adapter Test',
			'network adapter Ethernet of virtual machine sql01',
			'network adapter Ethernet of the host',
		]);
		const values = settings.map((one) => Object.fromEntries(one.values.map((v) => [v.parameter, v.value])));
		expect(values[0]).toMatchObject({ Enabled: true, BaseProcessorGroup: 0, BaseProcessorNumber: 2 });
		expect(values[2]).toEqual({
			VmmqEnabled: true,
			VmmqQueuePairs: 4,
			VrssQueueSchedulingMode: 'StaticVrss',
		});
		expect(values[3]).toMatchObject({ VmmqEnabled: false, VmmqQueuePairs: 1 });
		expect(settings[3]?.identity).toEqual([
			['ManagementOS', true],
			['Name', 'Ethernet'],
		]);
	});

	it('says at its top what Windows has no cmdlet for', () => {
		const { file, notOnTarget } = exportPowerShell(model(text('Ethernet', 'sql01')));
		const messages = notOnTarget.map(({ message }) => message);
		expect(messages.join('\n')).toMatch(/VPort 0 is the default VPort/);
		expect(messages.join('\n')).toMatch(/no public way to set the entries/);
		for (const message of messages) expect(file.text).toContain(`#   ${message}`);
		expect(file.fileName).toBe('test.ps1');
	});
});
