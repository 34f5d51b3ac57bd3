import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affinityOf, groupAffinityOf } from '../../../server/src/ndis/groupAffinity.js';
import { encodeField, layouts, readAt } from '../../../server/src/ndis/layout.js';
import { nicSwitchVPortInfoHeader, nicSwitchVPortInfoOf } from '../../../server/src/ndis/nicSwitchInfo.js';
import {
	decodeNicSwitchVPortParameters,
	encodeNicSwitchVPortParameters,
	nicSwitchVPortParametersSizes,
} from '../../../server/src/ndis/nicSwitchVPortParameters.js';
import {
	decodeReceiveScaleParameters,
	encodeReceiveScaleParameters,
} from '../../../server/src/ndis/receiveScaleParameters.js';
import { oidStructuresOf } from '../../../server/src/oid/structures.js';
import { p } from '../../support/adapter.js';
import { hex, name, u16, u32 } from '../../support/structures.js';

const affinity = fc.record({ mask: fc.bigInt({ min: 0n, max: 0xffffffffn }), group: u16 });
const vport = {
	flags: u32,
	switchId: u32,
	vportId: u32,
	vportName: name,
	attachedFunctionId: u16,
	numQueuePairs: u32,
	interruptModeration: u32,
	vportState: u32,
	processorAffinity: affinity,
	lookaheadSize: u32,
};

describe.each(layouts)('the structures on %s', (layout) => {
	it('VPort parameters are read as they were written', () => {
		fc.assert(
			fc.property(fc.record(vport), (value) => {
				const bytes = encodeNicSwitchVPortParameters(value, undefined, layout);
				expect(decodeNicSwitchVPortParameters(bytes, layout)).toMatchObject(value);
				const least = nicSwitchVPortParametersSizes[layout][0];
				expect(decodeNicSwitchVPortParameters(bytes.slice(0, least), layout)).toMatchObject(value);
				expect(decodeNicSwitchVPortParameters(bytes.slice(0, least - 1), layout)).toBeUndefined();
			}),
		);
	});

	it('VPort information is read as it was written', () => {
		const { switchId, ...rest } = vport;
		fc.assert(
			fc.property(fc.record({ ...rest, switchId, numFilters: u32 }), (value) => {
				const info = { ...value, header: nicSwitchVPortInfoHeader(layout) };
				const bytes = encodeField(nicSwitchVPortInfoOf[layout], info);
				expect(readAt(bytes, 0, nicSwitchVPortInfoOf[layout])).toEqual(info);
			}),
		);
	});

	it('RSSv1 parameters are read as they were written', () => {
		fc.assert(
			fc.property(fc.array(affinity, { maxLength: 4 }), fc.nat(9), (processorMasks, entries) => {
				const value = {
					flags: 0,
					baseCpuNumber: 2,
					hashInformation: 0x1701,
					indirectionTable: Array.from({ length: entries }, () => p('0:5')),
					hashSecretKey: new Uint8Array(40).fill(7),
					processorMasks,
					defaultProcessorNumber: p('0:3'),
				};
				const bytes = encodeReceiveScaleParameters(value, undefined, layout);
				expect(decodeReceiveScaleParameters(bytes, layout)).toMatchObject(value);
			}),
		);
	});
});

describe('what differs on x86', () => {
	it('an affinity has 32 bits and 12 bytes', () => {
		expect(hex(encodeField(groupAffinityOf.x86, affinityOf(p('3:31'))))).toBe('000000800300000000000000');
		expect(hex(encodeField(groupAffinityOf.x64, affinityOf(p('3:31'))))).toBe(
			'00000080000000000300000000000000',
		);
	});

	it('the members behind it come earlier', () => {
		const one = {
			...fc.sample(fc.record(vport), 1)[0],
			processorAffinity: affinityOf(p('1:2')),
			lookaheadSize: 0x55667788,
		};
		const bytes = encodeNicSwitchVPortParameters(one as never, undefined, 'x86');
		expect(bytes).toHaveLength(0x2e8);
		expect(hex(bytes.subarray(0, 4))).toBe('8002e402');
		expect(hex(bytes.subarray(0x224, 0x234))).toBe(`${'04000000'}${'0100'}${'000000000000'}${'88776655'}`);
	});
});

/** Each structure as ntddndis.h declares it, for a compiler to lay out: an independent word on every offset. */
const C = `
#include <stddef.h>
#include <stdio.h>
#ifdef X86
typedef unsigned int ULONG_PTR;
#else
typedef unsigned long long ULONG_PTR;
#endif
typedef unsigned int ULONG; typedef unsigned short USHORT; typedef unsigned char UCHAR;
typedef struct { UCHAR Type, Revision; USHORT Size; } HEADER;
typedef struct { USHORT Length; USHORT String[257]; } STRING;
typedef struct { ULONG_PTR Mask; USHORT Group; USHORT Reserved[3]; } AFFINITY;
typedef struct { HEADER Header; ULONG Flags, SwitchId, VPortId; STRING VPortName; USHORT AttachedFunctionId;
	ULONG NumQueuePairs; int InterruptModeration, VPortState; AFFINITY ProcessorAffinity; ULONG LookaheadSize; } VPORT;
typedef struct { HEADER Header; ULONG VPortId, Flags, SwitchId; STRING VPortName; USHORT AttachedFunctionId;
	ULONG NumQueuePairs; int InterruptModeration, VPortState; AFFINITY ProcessorAffinity; ULONG LookaheadSize, NumFilters; } INFO;
typedef struct { HEADER Header; ULONG Flags, SwitchId; STRING VMName, VMFriendlyName, NicName; USHORT MacAddressLength;
	UCHAR PermanentMacAddress[32], CurrentMacAddress[32]; USHORT VFId; ULONG RequestorId; } VF;
#define M(s, m) printf("%s.%s %zu\\n", #s, #m, offsetof(s, m))
int main(void) {
	M(VPORT, AttachedFunctionId); M(VPORT, VPortState); M(VPORT, ProcessorAffinity); M(VPORT, LookaheadSize);
	M(VF, VMName); M(VF, VMFriendlyName); M(VF, NicName); M(VF, MacAddressLength); M(VF, PermanentMacAddress);
	M(VF, CurrentMacAddress); M(VF, VFId); M(VF, RequestorId);
	printf("INFO %zu\\nVF %zu\\nAFFINITY %zu\\n", sizeof(INFO), sizeof(VF), sizeof(AFFINITY));
	return 0;
}
`;
const compiler = spawnSync('cc', ['--version']).status === 0;

describe.each(layouts)('a C compiler on %s', (layout) => {
	it.skipIf(!compiler)('lays the structures out the same', () => {
		const directory = mkdtempSync(join(tmpdir(), 'rssv2-layout-'));
		try {
			const source = join(directory, 'layout.c');
			const program = join(directory, 'layout');
			writeFileSync(source, C);
			// X86 makes pointers as wide as on x86: no 32-bit library is needed for that.
			const built = spawnSync('cc', [...(layout === 'x86' ? ['-DX86'] : []), '-o', program, source]);
			expect(built.stderr.toString()).toBe('');
			const said = new Map(
				spawnSync(program)
					.stdout.toString()
					.trim()
					.split('\n')
					.map((line) => line.split(' ') as [string, string]),
			);
			const membersOf = (structure: string) =>
				new Map(
					oidStructuresOf(layout)
						.find((one) => one.name === structure)
						?.layout.members.map((one) => [one.name, one.offset]),
				);
			const [vport, vf] = [
				membersOf('NDIS_NIC_SWITCH_VPORT_PARAMETERS'),
				membersOf('NDIS_NIC_SWITCH_VF_PARAMETERS'),
			];
			const camel = (text: string) => text.replace(/^(VPort|VM|VF|.)/, (start) => start.toLowerCase());
			let compared = 0;
			for (const [place, offset] of said) {
				const [structure, member] = place.split('.');
				if (!member) continue;
				compared++;
				const found = (structure === 'VF' ? vf : vport).get(camel(member));
				expect([place, found]).toEqual([place, Number(offset)]);
			}
			expect(compared).toBe(12);
			expect(said.get('INFO')).toBe(String(nicSwitchVPortInfoOf[layout].size));
			expect(said.get('VF')).toBe(String(0x660));
			expect(said.get('AFFINITY')).toBe(String(groupAffinityOf[layout].size));
		} finally {
			rmSync(directory, { recursive: true, force: true });
		}
	});
});
