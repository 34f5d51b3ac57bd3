import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeState } from '../../../server/src/emulator/judgeState.js';
import { MiniportAdapter } from '../../../server/src/emulator/miniport.js';
import type { OidRequest } from '../../../server/src/emulator/request.js';
import { NO_AFFINITY } from '../../../server/src/ndis/groupAffinity.js';
import { decodeElements, decodeVFInfoArray } from '../../../server/src/ndis/infoArray.js';
import { decodeNicSwitchParameters } from '../../../server/src/ndis/nicSwitchParameters.js';
import {
	decodeNicSwitchVFParameters,
	nicSwitchVFParametersLayout,
} from '../../../server/src/ndis/nicSwitchVFParameters.js';
import { Oid } from '../../../server/src/ndis/oid.js';
import { decodeReceiveHashParameters } from '../../../server/src/ndis/receiveHashParameters.js';
import { adapterWith } from '../../support/adapter.js';
import {
	allocateVF,
	askVF,
	coherent,
	create,
	createSwitch,
	deleteSwitch,
	enumerateVFs,
	freeVF,
	remove,
	setHash,
	switchParameters,
} from './ruleCases.js';

const onVF = (vportId: number, vfId: number) =>
	create({ vportId, attachedFunctionId: vfId, processorAffinity: NO_AFFINITY });
const idsOf = (miniport: MiniportAdapter) => miniport.state().nicSwitch?.allocatedVFs.map(({ vfId }) => vfId);

describe('virtual functions', () => {
	it('one that names none gets the lowest that is free, and is told its ids', () => {
		const miniport = new MiniportAdapter(adapterWith({ maxNumVFs: 4 }));
		const allocated = (request: OidRequest) =>
			decodeNicSwitchVFParameters(miniport.request(request).outputBuffer);
		expect(allocated(allocateVF())).toMatchObject({ vfId: 0, requestorId: 0x0101, vmFriendlyName: 'sql01' });
		expect(allocated(allocateVF({ vfId: 2 }))).toMatchObject({ vfId: 2, requestorId: 0x0103 });
		expect(allocated(allocateVF())?.vfId).toBe(1);
		expect(allocated(allocateVF())?.vfId).toBe(3);
		expect(miniport.request(freeVF(1)).status).toBe(0);
		expect(allocated(allocateVF())?.vfId).toBe(1);
		expect(idsOf(miniport)).toEqual([0, 1, 2, 3]);
	});

	it('are told again as they were allocated: one, and all', () => {
		const miniport = new MiniportAdapter(adapterWith());
		const mac = Uint8Array.from({ length: 32 }, (_, i) => i);
		const given = { macAddressLength: 4, permanentMacAddress: mac, currentMacAddress: mac };
		miniport.request(allocateVF({ ...given, vmName: 'first', vfId: 8 }));
		miniport.request(allocateVF({ vmName: 'second', vfId: 3 }));
		const kept = Uint8Array.from({ length: 32 }, (_, i) => (i < 4 ? i : 0));
		expect(decodeNicSwitchVFParameters(miniport.request(askVF(8)).outputBuffer)).toMatchObject({
			vfId: 8,
			vmName: 'first',
			nicName: 'Network Adapter',
			macAddressLength: 4,
			permanentMacAddress: kept,
			currentMacAddress: kept,
		});
		const { outputBuffer } = miniport.request(enumerateVFs());
		const head = decodeVFInfoArray(outputBuffer);
		expect(head && decodeElements(outputBuffer, head, nicSwitchVFParametersLayout)).toMatchObject([
			{ vfId: 3, vmName: 'second' },
			{ vfId: 8, vmName: 'first', header: { type: 0x80, revision: 1, size: 0x660 } },
		]);
	});

	it('go with no VPort, and the switch goes after them', () => {
		const miniport = new MiniportAdapter(coherent());
		const accept = (...requests: OidRequest[]) => {
			for (const request of requests) expect(miniport.request(request).refusals).toEqual([]);
		};
		accept(allocateVF(), allocateVF(), onVF(1, 0), onVF(2, 0), onVF(3, 1), remove(1), remove(2), freeVF(0));
		expect(idsOf(miniport)).toEqual([1]);
		accept(remove(3), freeVF(1), deleteSwitch(), createSwitch({ numVFs: 1 }), allocateVF());
		expect(miniport.state().nicSwitch).toMatchObject({ name: 'external', numVFs: 1 });
	});

	it('whatever is asked, a VPort is never on one that is not allocated, and a state that was given is taken', () => {
		const requests = fc.oneof(
			fc.constantFrom(0, 1, 2, 3, 0xffff).map((vfId) => allocateVF({ vfId })),
			fc.nat(4).map((vfId) => freeVF(vfId)),
			fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat(4)).map(([id, vfId]) => onVF(id, vfId)),
			fc.integer({ min: 1, max: 4 }).map(remove),
		);
		fc.assert(
			fc.property(fc.array(requests, { maxLength: 40 }), (sequence) => {
				const miniport = new MiniportAdapter(adapterWith({ maxNumVFs: 3 }));
				for (const request of sequence) {
					const { revision } = miniport;
					const { status } = miniport.request(request);
					expect(miniport.revision > revision).toBe(status === 0);
					const state = miniport.state();
					const allocated = idsOf(miniport) ?? [];
					expect(allocated).toEqual([...new Set(allocated)].sort((a, b) => a - b));
					expect(allocated.every((id) => id < 3)).toBe(true);
					for (const { attachedFunctionId: id } of state.entities) {
						expect(id === 0xffff || allocated.includes(id)).toBe(true);
					}
					expect(judgeState(miniport.description, state)).toBeUndefined();
				}
				const other = new MiniportAdapter(miniport.description);
				other.restore(miniport.state());
				expect(other.state()).toEqual(miniport.state());
			}),
		);
	});

	it('a state that cannot be is told by its rule', () => {
		const description = adapterWith({ maxNumVFs: 2 });
		const miniport = new MiniportAdapter(description);
		for (const request of [allocateVF(), onVF(1, 0)]) miniport.request(request);
		const state = miniport.state();
		const { nicSwitch } = state;
		if (!nicSwitch) throw new Error('no switch');
		const [vf] = nicSwitch.allocatedVFs;
		if (!vf) throw new Error('no VF');
		const ruleOf = (over: Partial<typeof nicSwitch>) =>
			judgeState(description, { ...state, nicSwitch: { ...nicSwitch, ...over } })?.rule;
		expect(ruleOf({})).toBeUndefined();
		expect(judgeState({ ...description, mode: 'native' }, { ...state, entities: [] })?.rule).toBe(
			'native-no-switch',
		);
		expect(ruleOf({ numVFs: 3 })).toBe('switch-vfs');
		expect(ruleOf({ allocatedVFs: [] })).toBe('vf-unallocated');
		expect(ruleOf({ allocatedVFs: [vf, vf] })).toBe('vf-exists');
		expect(ruleOf({ allocatedVFs: [vf, { ...vf, vfId: 2 }] })).toBe('vf-number');
	});

	it('a state without a switch has those of its VPorts', () => {
		const miniport = new MiniportAdapter(adapterWith());
		for (const request of [allocateVF({ vfId: 6 }), onVF(1, 6)]) miniport.request(request);
		const { entities } = miniport.state();
		const other = new MiniportAdapter(adapterWith());
		other.restore({ entities });
		expect(idsOf(other)).toEqual([6]);
		expect(other.request(onVF(2, 6)).status).toBe(0);
	});
});

describe('the parameters of the switch', () => {
	it('are told, and its name changes when it is said to', () => {
		const miniport = new MiniportAdapter(coherent({ maxNumVFs: 2 }));
		const told = () => decodeNicSwitchParameters(miniport.request(switchParameters('method')).outputBuffer);
		expect(told()).toMatchObject({
			switchType: 1,
			switchFriendlyName: 'test adapter',
			numVFs: 2,
			numQueuePairsForDefaultVPort: 1,
		});
		const { revision } = miniport;
		const unasked = { switchFriendlyName: 'x', numQueuePairsForDefaultVPort: 4, numVFs: 0 };
		expect(miniport.request(switchParameters('set', unasked)).status).toBe(0);
		expect(miniport.revision).toBe(revision);
		const name = { flags: 0x10000, switchFriendlyName: 'new name' };
		expect(miniport.request(switchParameters('set', { ...unasked, ...name })).status).toBe(0);
		expect(told()).toMatchObject({
			switchFriendlyName: 'new name',
			numVFs: 2,
			numQueuePairsForDefaultVPort: 1,
		});
	});
});

describe('receive hash calculation', () => {
	const ask = (miniport: MiniportAdapter) => {
		const request = { oid: Oid.OID_GEN_RECEIVE_HASH, type: 'query', inputBuffer: new Uint8Array() } as const;
		return decodeReceiveHashParameters(miniport.request({ ...request, vportId: 0 }).outputBuffer);
	};

	it.each(['vmq', 'native'] as const)('takes what is not said to be unchanged: %s', (mode) => {
		const miniport = new MiniportAdapter(adapterWith({}, mode));
		const [one, two] = [new Uint8Array(40).fill(1), new Uint8Array(40).fill(2)];
		expect(miniport.request(setHash({ hashInformation: 0x301, hashSecretKey: one })).status).toBe(0);
		expect(ask(miniport)).toMatchObject({ flags: 1, hashInformation: 0x301, hashSecretKey: one });
		expect(miniport.request(setHash({ flags: 3, hashInformation: 0xff, hashSecretKey: two })).status).toBe(0);
		expect(ask(miniport)).toMatchObject({ flags: 1, hashInformation: 0x301, hashSecretKey: two });
		// A key that is ignored may have any size.
		expect(miniport.request(setHash({ flags: 5, hashSecretKey: new Uint8Array() })).status).toBe(0);
		expect(ask(miniport)).toMatchObject({ flags: 1, hashInformation: 0x1701, hashSecretKey: two });
		expect(miniport.state().entities[0]).toMatchObject({ receiveHash: true, rssEnabled: false });
		expect(miniport.request(setHash({ flags: 6 })).status).toBe(0);
		expect(ask(miniport)).toMatchObject({ flags: 0, hashInformation: 0x1701, hashSecretKey: two });
		expect(miniport.state().entities[0]).not.toHaveProperty('receiveHash');
	});

	it('while it is off, any hash is taken: it is judged when it is computed', () => {
		const miniport = new MiniportAdapter(adapterWith());
		expect(miniport.request(setHash({ flags: 0, hashInformation: 0x1702 })).status).toBe(0);
		expect(miniport.request(setHash({ flags: 3 })).refusals.map(({ rule }) => rule)).toEqual([
			'hash-function',
		]);
	});
});
