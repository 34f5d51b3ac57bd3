import { describe, expect, test } from 'vitest';
import type { Span } from '../../../server/src/config/tree.js';
import type { DeviceRequest } from '../../../server/src/devices/device.js';
import { placesOfNotes } from '../../../server/src/devices/linux/notePlace.js';
import { placesOfRequest } from '../../../server/src/devices/push/refusedPlaces.js';
import { p } from '../../support/adapter.js';
import { model, vmqText } from '../../support/configuration.js';

const vmq =
	vmqText(`  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"], primaryProcessor: "0:2" }
  - { id: 3, numberOfQueues: 4, rss: false, windows: { vm: SQL01, networkAdapter: Net } }
`);
const native = `version: 1
adapter:
  name: eth1
  mode: native
  capabilities: { preset: native-rss }
  rssProcessors: { base: "0:2", max: "0:9" }
  hash: { types: [tcpIpv4] }
scaling: { numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }
`;
const at = (text: string, spans: readonly Span[]) => spans.map(({ start, end }) => text.slice(start, end));
const places = (text: string, request: DeviceRequest, answer = '') =>
	at(text, placesOfRequest(request, model(text), answer));

describe('where a file asks for what was refused', () => {
	const move = (vportId: number, entry: number) => ({ vportId, parameter: { entry }, target: p('0:4') });
	test.each<[string, DeviceRequest, string, string]>([
		['a queue count', { kind: 'setParameters', vportId: 3, enableRss: false, numberOfQueues: 4 }, '', '4'],
		['RSS itself', { kind: 'setParameters', vportId: 3, enableRss: false }, '', 'false'],
		[
			'a VPort',
			{
				kind: 'createVPort',
				vportId: 3,
				attachedFunctionId: 0xffff,
				active: true,
				affinity: p('0:2'),
				name: '',
			},
			'',
			'3',
		],
		[
			'the move that is named',
			{ kind: 'moveEntries', actor: p('0:2'), commands: [move(0, 0), move(0, 1)] },
			'X for 1 of 2 moves, first entry 1 of VPort 0 to 0:4',
			'"0:4"',
		],
		[
			'the first move, when none is named',
			{ kind: 'moveEntries', actor: p('0:2'), commands: [move(0, 0), move(0, 1)] },
			'X',
			'"0:2"',
		],
		['what no line asks for: the adapter', { kind: 'deleteVPort', vportId: 9 }, '', 'Test'],
		[
			'a virtual machine’s network adapter, whatever the case of its name',
			{
				kind: 'windowsSet',
				set: 'Set-VMNetworkAdapter',
				identity: [
					['VMName', 'sql01'],
					['Name', 'NET'],
				],
				values: { VmmqEnabled: true },
			},
			'',
			'3',
		],
		[
			'the processors of the adapter',
			{
				kind: 'windowsSet',
				set: 'Set-NetAdapterRss',
				identity: [['Name', 'Test']],
				values: { MaxProcessorNumber: 15 },
			},
			'',
			'{ base: "0:2", max: "0:15" }',
		],
	])('%s', (_, request, answer, place) => expect(places(vmq, request, answer)).toEqual([place]));

	test.each<[DeviceRequest, string]>([
		[{ kind: 'linuxChannels', channel: 'combined', count: 2 }, '2'],
		[{ kind: 'linuxFlowHash', flow: 'tcp4', fields: 'sdfn' }, '[tcpIpv4]'],
		[{ kind: 'linuxTable', queues: [0, 1] }, '["0:2", "0:4"]'],
		[{ kind: 'setParameters', vportId: 0, enableRss: true, numberOfQueues: 2 }, '2'],
	])('in mode native: %j', (request, place) => expect(places(native, request)).toEqual([place]));
});

test('what a driver cannot be given stands where the file spells it out', () => {
	const notes = [
		'Hash type tcpIpv4: the driver of eth1 does not let what is hashed be set.',
		'Hash secret key: the driver of eth1 has no hash key to set; it stays.',
		'The interrupt of queue 1 of eth1 was not found (driver x): its processor stays as it is.',
		'Something else.',
	];
	const found = placesOfNotes(notes, model(native));
	expect(found.map(({ message }) => message)).toEqual([notes[0], notes[2]]);
	expect(
		at(
			native,
			found.map(({ span }) => span),
		),
	).toEqual(['[tcpIpv4]', '2']);
});
