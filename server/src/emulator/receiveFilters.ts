import type { PacketFields } from '../packet/packetFields.js';
import { DEFAULT_VPORT_ID } from './state.js';

/** A receive filter of a VPort: a destination MAC address and a VLAN. */
export interface ReceiveFilter {
	/** 6 bytes. */
	readonly macAddress: Uint8Array;
	/** 1..4094; 0 for packets that are untagged or whose tag says VLAN 0. */
	readonly vlanId: number;
	readonly vportId: number;
}

/**
 * Which VPort a packet is for. A filter for a MAC address alone takes packets that are untagged or of VLAN 0; one with a
 * VLAN those of that VLAN and no others. Source: windows-driver-docs setting-a-receive-filter-on-a-virtual-port.
 */
export class ReceiveFilters {
	/** VPorts by VLAN, by MAC address as an integer of 48 bits. */
	readonly #vports = new Map<number, Map<number, number>>();
	#count = 0;

	/** How many there are. */
	get count(): number {
		return this.#count;
	}

	/** These and no others. Of two for the same MAC address and VLAN the later counts. */
	set(filters: readonly ReceiveFilter[]): void {
		this.#vports.clear();
		this.#count = filters.length;
		for (const { macAddress, vlanId, vportId } of filters) {
			const mac = macAt(macAddress, 0);
			const byVlan = this.#vports.get(mac) ?? new Map<number, number>();
			this.#vports.set(mac, byVlan.set(vlanId, vportId));
		}
	}

	/** The VPort of the filter that matches; the default VPort when none does, or the packet has no MAC address. */
	vportOf({ bytes, macDestinationOffset, vlanId }: Readonly<PacketFields>): number {
		if (macDestinationOffset < 0 || this.#vports.size === 0) return DEFAULT_VPORT_ID;
		const byVlan = this.#vports.get(macAt(bytes, macDestinationOffset));
		return byVlan?.get(Math.max(vlanId, 0)) ?? DEFAULT_VPORT_ID;
	}
}

function macAt(bytes: Uint8Array, at: number): number {
	let mac = 0;
	for (let i = 0; i < 6; i++) mac = mac * 256 + (bytes[at + i] ?? 0);
	return mac;
}
