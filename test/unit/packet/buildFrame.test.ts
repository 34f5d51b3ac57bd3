import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildFrame } from '../../../server/src/packet/buildFrame.js';
import { LinkType } from '../../../server/src/packet/linkLayer.js';
import { PacketParser } from '../../../server/src/packet/packetParser.js';
import { PacketProblem } from '../../../server/src/packet/packetProblem.js';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const port = fc.nat({ max: 0xffff });
const content = fc.boolean().chain((six) =>
	fc.record(
		{
			source: bytes(six ? 16 : 4),
			destination: bytes(six ? 16 : 4),
			protocol: fc.constantFrom(6, 17, 59, 1, 132),
			sourcePort: port,
			destinationPort: port,
			fragment: fc.boolean(),
			macDestination: bytes(6),
			vlanId: fc.nat({ max: 0xfff }),
		},
		{ requiredKeys: ['source', 'destination', 'protocol', 'macDestination'], noNullPrototype: true },
	),
);

it('builds what the parser reads back', () => {
	const parser = new PacketParser();
	fc.assert(
		fc.property(content, (wanted) => {
			const frame = buildFrame(wanted);
			parser.parse(frame, 0, frame.length, LinkType.ETHERNET);
			const size = wanted.source.length;
			const at = (offset: number, length: number) => frame.slice(offset, offset + length);
			const tagged = wanted.vlanId !== undefined;
			expect([...at(tagged ? 16 : 12, 2)]).toEqual(size === 4 ? [0x08, 0x00] : [0x86, 0xdd]);
			if (tagged) expect([...at(12, 2)]).toEqual([0x81, 0x00]);
			expect(parser.problem).toBe(PacketProblem.none);
			expect(at(parser.sourceOffset, size)).toEqual(wanted.source);
			expect(at(parser.destinationOffset, size)).toEqual(wanted.destination);
			expect(at(parser.macDestinationOffset, 6)).toEqual(wanted.macDestination);
			const { protocol, vlanId, fragment, hasPorts, sourcePort, destinationPort } = parser;
			const ports = [6, 17].includes(wanted.protocol) && !wanted.fragment;
			expect({ protocol, vlanId, fragment, hasPorts, sourcePort, destinationPort }).toEqual({
				protocol: wanted.protocol,
				vlanId: wanted.vlanId ?? -1,
				fragment: wanted.fragment ?? false,
				hasPorts: ports,
				sourcePort: ports ? (wanted.sourcePort ?? 0) : 0,
				destinationPort: ports ? (wanted.destinationPort ?? 0) : 0,
			});
		}),
	);
});

it('refuses addresses of two families', () => {
	const macDestination = new Uint8Array(6);
	const mixed = { source: new Uint8Array(4), destination: new Uint8Array(16), protocol: 6, macDestination };
	expect(() => buildFrame(mixed)).toThrow(RangeError);
});
