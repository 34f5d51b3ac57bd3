import type { AdapterMode } from '../../server/src/emulator/description.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import { newEntity } from '../../server/src/emulator/newEntity.js';
import type { SteeringParameter } from '../../server/src/emulator/request.js';
import type { EntityState } from '../../server/src/emulator/state.js';
import { hashInformationOf } from '../../server/src/ndis/hash.js';
import { buildFrame, type FrameContent } from '../../server/src/packet/buildFrame.js';
import { LinkType } from '../../server/src/packet/linkLayer.js';
import { PacketParser } from '../../server/src/packet/packetParser.js';
import { encodeRequest } from '../../server/src/plan/encode.js';
import { parseAddress } from '../../server/src/rss/address.js';
import type { Processor } from '../../server/src/rss/processor.js';
import { adapterWith, p } from './adapter.js';
import { publishedKey } from './hashVectors.js';

/** An adapter whose entities are in these states; VPort 0 is there in any case. */
export function adapterIn(entities: readonly EntityState[], mode: AdapterMode = 'vmq'): MiniportAdapter {
	const adapter = new MiniportAdapter(adapterWith({}, mode));
	adapter.restore({ entities });
	return adapter;
}

/** RSS on, four entries on 0:2 to 0:5, without a hash on 0:9, the TCP and IP types of both families enabled. */
export const spreading = (vportId: number, over: Partial<EntityState> = {}): EntityState =>
	newEntity(vportId, p('0:2'), {
		rssEnabled: true,
		numberOfQueues: 8,
		hashInformation: hashInformationOf(['ipv4', 'tcpIpv4', 'ipv6', 'tcpIpv6']),
		hashSecretKey: publishedKey,
		defaultProcessor: p('0:9'),
		indirectionTable: ['0:2', '0:3', '0:4', '0:5'].map(p),
		...over,
	});

export const NOBODY = Uint8Array.of(2, 0, 0, 0, 0, 2);

/** TCP from a source port, and whatever else is said, as the parser sees it. */
export function packetOf(sourcePort: number, over: Partial<FrameContent> = {}): PacketParser {
	const frame = buildFrame({
		source: parseAddress('66.9.149.187') as Uint8Array,
		destination: parseAddress('161.142.100.80') as Uint8Array,
		protocol: 6,
		sourcePort,
		destinationPort: 1766,
		macDestination: NOBODY,
		...over,
	});
	const parser = new PacketParser();
	parser.parse(frame, 0, frame.length, LinkType.ETHERNET);
	return parser;
}

/** Moves one steering parameter, as a driver's caller does; throws when the adapter refuses. */
export function move(
	adapter: MiniportAdapter,
	vportId: number,
	parameter: SteeringParameter,
	actor: Processor,
	target: Processor,
): void {
	const before = adapter.revision;
	const { mode } = adapter.description;
	adapter.request(
		encodeRequest({ kind: 'moveEntries', actor, commands: [{ vportId, parameter, target }] }, mode),
	);
	if (adapter.revision === before && actor !== target) throw new Error('the move was refused');
}
