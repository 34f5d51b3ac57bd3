import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HashTypeName } from '../../../server/src/emulator/description.js';
import { symmetricKeyFrom } from '../../../server/src/rss/keyConstruction.js';
import { inputLayouts } from '../../../server/src/rss/keyLayout.js';
import { lint } from '../../../server/src/rules/index.js';
import { model, vmqText } from '../../support/configuration.js';

const MICROSOFT = '6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa';
/** Nobody's, of full rank, not symmetric. */
const OWN = '4fa17c0e93d85b26e7308d42b916fc650ac3589e712de4873bd014a66f92cb35881e57f029b463dd';
const RSS = '  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }';
const COMMON = ['ipv4', 'tcpIpv4', 'ipv6', 'tcpIpv6'];

function hex(key: Uint8Array): string {
	return Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Findings with a hash for the whole adapter. */
function findings(hash: { types?: readonly string[]; secretKey?: string } | undefined, vports = RSS) {
	const { types = COMMON, secretKey } = hash ?? {};
	const key = secretKey === undefined ? '' : `, secretKey: "${secretKey}"`;
	const written = hash ? `  hash: { types: [${types.join(', ')}]${key} }\n` : '';
	const text = vmqText(vports).replace('  rssProcessors', `${written}  rssProcessors`);
	return lint(model(text)).map(({ code, severity, span, message }) => ({
		code,
		severity,
		at: text.slice(span.start, span.end),
		message,
	}));
}

test('a file that says nothing of its hash is told nothing of it', () => {
	expect(findings(undefined)).toEqual([]);
	expect(findings({})).toEqual([]);
});

describe('well-known-key', () => {
	test('a published key that is written out, once for all VPorts', () => {
		const [found, ...rest] = findings({ secretKey: MICROSOFT }, `${RSS}\n${RSS.replace('id: 0', 'id: 1')}`);
		expect(rest).toEqual([]);
		expect(found).toMatchObject({ code: 'well-known-key', severity: 'hint', at: `"${MICROSOFT}"` });
		expect(found?.message).toContain('Microsoft');
	});
	test('a VPort’s own key is told of at its place', () => {
		const own = RSS.replace('id: 0', `id: 0, hash: { secretKey: "${MICROSOFT}" }`);
		expect(findings({ secretKey: OWN }, own)).toMatchObject([{ code: 'well-known-key' }]);
	});
	test('not another key, nor any while RSS is off', () => {
		expect(findings({ secretKey: OWN })).toEqual([]);
		expect(findings({ secretKey: MICROSOFT }, '  - { id: 0, rss: false }')).toEqual([]);
	});
});

describe('weak-key', () => {
	test('zeros reach one entry', () => {
		const [found, ...rest] = findings({ secretKey: '00'.repeat(40), types: ['tcpIpv4'] });
		expect(rest).toEqual([]);
		expect(found).toMatchObject({ code: 'weak-key', severity: 'warning' });
		expect(found?.message).toContain(
			'of 2 entries it reaches only 1 (rank 0 of 1 bit) by IPv4 addresses and ports',
		);
	});
	test('a key whose end is zeros reaches no second entry by IPv6 ports alone', () => {
		// IPv6 ports take bits 256 to 318 of the key.
		const [found, ...rest] = findings({ secretKey: OWN.slice(0, 64) + '00'.repeat(8), types: ['tcpIpv6'] });
		expect(rest).toEqual([]);
		expect(found?.message).toContain('only 1 (rank 0 of 1 bit) by the ports of IPv6 alone');
		expect(findings({ secretKey: OWN.slice(0, 64) + '00'.repeat(8), types: ['tcpIpv4'] })).toEqual([]);
	});
	test('counts for the largest table that uses the key', () => {
		// Period 4: 16 entries need 4 bits.
		const large =
			'  - { id: 1, numberOfQueues: 2, indirectionTable: { numberOfEntries: 32, processors: "0:2, 0:4" } }';
		const key = '1'.repeat(80);
		const told = findings({ secretKey: key, types: ['ipv4'] }, `${RSS}\n${large}`);
		expect(told.find(({ code }) => code === 'weak-key')?.message).toContain(
			'of 32 entries it reaches only 16 (rank 4 of 5 bits) by IPv4 addresses',
		);
	});
});

describe('symmetric-key', () => {
	test('6d5a repeated, with the rank it has', () => {
		const found = findings({ secretKey: '6d5a'.repeat(20) });
		expect(found.map(({ code }) => code)).toEqual(['well-known-key', 'symmetric-key']);
		expect(found[1]).toMatchObject({ severity: 'hint' });
		expect(found[1]?.message).toContain('IPv4 addresses and ports (rank 16 of 32)');
	});
	test('one that is not periodic', () => {
		const key = symmetricKeyFrom(
			Uint8Array.from(OWN.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)),
			inputLayouts,
		);
		expect(findings({ secretKey: hex(key) }).map(({ code }) => code)).toEqual(['symmetric-key']);
	});
	test('symmetric over IPv4 counts only where IPv4 is hashed', () => {
		const key = `${'6d5a'.repeat(8)}${OWN.slice(64)}`;
		const codes = (types: string[]) => findings({ secretKey: key, types }).map(({ code }) => code);
		expect(codes(['tcpIpv4'])).toEqual(['symmetric-key']);
		expect(codes(['tcpIpv6'])).toEqual([]);
	});
});

describe('hash-type-combination', () => {
	test.each([
		[['tcpIpv4', 'udpIpv4'], 'ipv4'],
		[['ipv4', 'tcpIpv6', 'udpIpv6'], 'ipv6'],
		[['ipv6', 'tcpIpv6', 'tcpIpv6Ex', 'udpIpv6Ex'], 'ipv6Ex'],
	])('%j lacks %s', (types, missing) => {
		const found = findings({ types }).filter(({ code }) => code === 'hash-type-combination');
		expect(found).toMatchObject([{ severity: 'warning', at: `[${types.join(', ')}]` }]);
		expect(found[0]?.message).toContain(`without \`${missing}\``);
	});
	test('the six documented sets are not told of, for any family', () => {
		const sets = [[0], [1], [2], [0, 1], [0, 2], [0, 1, 2]];
		const families: HashTypeName[][] = [
			['ipv4', 'tcpIpv4', 'udpIpv4'],
			['ipv6', 'tcpIpv6', 'udpIpv6'],
			['ipv6Ex', 'tcpIpv6Ex', 'udpIpv6Ex'],
		];
		fc.assert(
			fc.property(fc.array(fc.constantFrom([], ...sets), { minLength: 3, maxLength: 3 }), (chosen) => {
				const types = families.flatMap((family, i) => (chosen[i] ?? []).flatMap((j) => family[j] ?? []));
				if (types.length === 0) return;
				expect(findings({ types }).map(({ code }) => code)).not.toContain('hash-type-combination');
			}),
		);
	});
});

describe('udp-fragments', () => {
	test('says where the fragments go', () => {
		const message = (types: string[]) =>
			findings({ types }).find(({ code }) => code === 'udp-fragments')?.message;
		expect(message(['ipv4', 'udpIpv4'])).toContain('are hashed by their addresses alone,');
		expect(message(['udpIpv4'])).toContain('go to the default processor');
		expect(message(['ipv4', 'udpIpv4', 'udpIpv6'])).toContain(
			'are hashed by their addresses alone, those of `udpIpv6` go to the default processor',
		);
	});
	test('is a hint, and silent without UDP', () => {
		expect(findings({ types: ['ipv4', 'udpIpv4'] })).toMatchObject([
			{ code: 'udp-fragments', severity: 'hint' },
		]);
		expect(findings({ types: COMMON })).toEqual([]);
	});
});
