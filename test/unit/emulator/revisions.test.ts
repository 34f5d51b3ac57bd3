import { describe, expect, it } from 'vitest';
import { MiniportAdapter } from '../../../server/src/emulator/miniport.js';
import type { OidRequest } from '../../../server/src/emulator/request.js';
import { decodeNicSwitchVPortParameters } from '../../../server/src/ndis/nicSwitchVPortParameters.js';
import { Oid } from '../../../server/src/ndis/oid.js';
import { statusName } from '../../../server/src/ndis/status.js';
import { adapterWith } from '../../support/adapter.js';
import {
	allocateVF,
	batch,
	create,
	createSwitch,
	deleteSwitch,
	enumerateVFs,
	rssv1,
	setV1,
	switchParameters,
} from './requests.js';

/** The request with its buffer cut, and another revision and size in its header. */
const as = (request: OidRequest, revision: number, size: number, bytes = size): OidRequest => {
	const inputBuffer = request.inputBuffer.slice(0, bytes);
	const view = new DataView(inputBuffer.buffer);
	view.setUint8(1, revision);
	view.setUint16(2, size, true);
	return { ...request, inputBuffer };
};
const answerOf = (miniport: MiniportAdapter, request: OidRequest) => {
	const { status, bytesNeeded } = miniport.request(request);
	return [statusName(status).replace('NDIS_STATUS_', ''), bytesNeeded];
};

describe('each revision of a structure needs its own bytes', () => {
	it('of a VPort', () => {
		const miniport = new MiniportAdapter(adapterWith());
		expect(answerOf(miniport, as(create(), 2, 0x2ec, 0x2eb))).toEqual(['INVALID_LENGTH', 0x2ec]);
		expect(answerOf(miniport, as(create(), 1, 0x23c, 0x23b))).toEqual(['INVALID_LENGTH', 0x23c]);
		expect(answerOf(miniport, as(create(), 1, 0x23c))).toEqual(['SUCCESS', 0]);
		expect(answerOf(miniport, as(create({ vportId: 2 }), 2, 0x2ec))).toEqual(['SUCCESS', 0]);
		expect(answerOf(miniport, as(create({ vportId: 3 }), 2, 0x2f0))).toEqual(['SUCCESS', 0]);
	});

	it('of a switch: revision 1 says nothing of queue pairs, so that its default VPort has one', () => {
		const miniport = new MiniportAdapter(adapterWith());
		const old = (request: OidRequest) => as(request, 1, 0x224);
		expect(miniport.request(deleteSwitch()).status).toBe(0);
		expect(answerOf(miniport, as(createSwitch(), 1, 0x224, 0x223))).toEqual(['INVALID_LENGTH', 0x224]);
		expect(answerOf(miniport, as(createSwitch(), 2, 0x228, 0x224))).toEqual(['INVALID_LENGTH', 0x228]);
		expect(answerOf(miniport, old(createSwitch({ numQueuePairsForDefaultVPort: 4 })))).toEqual([
			'SUCCESS',
			0,
		]);
		expect(miniport.entity(0)?.numberOfQueues).toBe(1);
		const renamed = old(switchParameters('set', { flags: 0x10000, switchFriendlyName: 'renamed' }));
		expect(answerOf(miniport, renamed)).toEqual(['SUCCESS', 0]);
		expect(miniport.nicSwitch?.name).toBe('renamed');
	});
});

it('an adapter of which nothing is said lets its switch be deleted and made again', () => {
	const miniport = new MiniportAdapter(adapterWith());
	expect(miniport.request(deleteSwitch()).status).toBe(0);
	expect(answerOf(miniport, createSwitch())).toEqual(['SUCCESS', 0]);
});

it('where moves would lie does not matter when there are none', () => {
	const miniport = new MiniportAdapter(adapterWith());
	const none = batch(0x10, 0);
	expect(answerOf(miniport, { ...none, inputBuffer: none.inputBuffer.slice(0, 0x14) })).toEqual([
		'SUCCESS',
		0,
	]);
	new DataView(none.inputBuffer.buffer).setUint32(0x0c, 0xffff_fff0, true);
	expect(answerOf(miniport, none)).toEqual(['SUCCESS', 0]);
});

it('RSSv1 is turned off by a request that says nothing else, and keeps table, hash and key for the next time', () => {
	const miniport = new MiniportAdapter(rssv1);
	expect(answerOf(miniport, setV1())).toEqual(['SUCCESS', 0]);
	const on = miniport.entity(0);
	expect(on?.rssEnabled).toBe(true);
	const off = setV1({
		flags: 0x10,
		hashInformation: 0,
		indirectionTable: [],
		hashSecretKey: new Uint8Array(),
		defaultProcessorNumber: 0 as typeof rssv1.rssProcessors.base,
	});
	expect(answerOf(miniport, off)).toEqual(['SUCCESS', 0]);
	expect(miniport.entity(0)).toEqual({ ...on, rssEnabled: false, numberOfQueues: 1 });
	const allUnchanged = setV1({ flags: 0x2f, indirectionTable: [], hashSecretKey: new Uint8Array() });
	expect(answerOf(miniport, allUnchanged)).toEqual(['SUCCESS', 0]);
	expect(miniport.entity(0)).toEqual(on);
});

describe('whom a query is about', () => {
	const vportQuery = (over: Partial<OidRequest>): OidRequest => ({
		oid: Oid.OID_NIC_SWITCH_VPORT_PARAMETERS,
		type: 'query',
		inputBuffer: new Uint8Array(),
		...over,
	});

	it('the VPort is named beside the buffer, or within it, or is the default one', () => {
		const miniport = new MiniportAdapter(adapterWith());
		expect(miniport.request(create({ vportId: 3 })).status).toBe(0);
		const idOf = (over: Partial<OidRequest>) =>
			decodeNicSwitchVPortParameters(miniport.request(vportQuery(over)).outputBuffer)?.vportId;
		const within = create({ vportId: 3 }).inputBuffer;
		expect([idOf({}), idOf({ vportId: 3 }), idOf({ inputBuffer: within })]).toEqual([0, 3, 3]);
		expect(idOf({ vportId: 0, inputBuffer: within })).toBe(0);
		const unknown = create({ vportId: 9 }).inputBuffer;
		expect(answerOf(miniport, vportQuery({ inputBuffer: unknown }))).toEqual(['INVALID_PARAMETER', 0]);
		expect(answerOf(miniport, vportQuery({ inputBuffer: within.slice(0, 9) }))).toEqual([
			'INVALID_LENGTH',
			0x2ec,
		]);
	});

	it('VFs are told by query and by method, a query needs no buffer', () => {
		const miniport = new MiniportAdapter(adapterWith());
		expect(miniport.request(allocateVF({ vfId: 5 })).status).toBe(0);
		const asked = enumerateVFs();
		const byMethod = miniport.request(asked);
		expect(byMethod.status).toBe(0);
		expect(miniport.request({ ...asked, type: 'query' })).toEqual(byMethod);
		const bare = { ...asked, inputBuffer: new Uint8Array() };
		expect(miniport.request({ ...bare, type: 'query' })).toEqual(byMethod);
		expect(answerOf(miniport, { ...bare, type: 'query', outputBufferLength: 4 })).toEqual([
			'BUFFER_TOO_SHORT',
			byMethod.outputBuffer.length,
		]);
		expect(answerOf(miniport, bare)).toEqual(['INVALID_LENGTH', 0x18]);
	});
});
