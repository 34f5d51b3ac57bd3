import { DeviceError } from '../deviceError.js';

/**
 * Gathers all that is known of an interface, in one go: `sh -s -- INTERFACE [sudo|- [CONTEXT]]`. Every part starts with a record
 * separator and its name, and ends with a unit separator and the exit code. POSIX sh, nothing but ethtool needed.
 */
export const READ_SCRIPT = `PATH=$PATH:/usr/sbin:/sbin LC_ALL=C
export PATH LC_ALL
dev=$1 net=/sys/class/net/$1 context=\${3:+context $3}
part() { printf '\\036%s\\n' "$1"; shift; "$@" 2>&1; printf '\\037%s\\n' "$?"; }
nodes() { for n in /sys/devices/system/node/node[0-9]*; do [ -e "$n/cpulist" ] && echo "\${n##*/node} $(cat "$n/cpulist")"; done; }
first() { for f; do [ -e "$f" ] && { cat "$f"; return; }; done; return 1; }
msi() { for d; do [ -d "$d" ] && { ls "$d"; return; }; done; return 1; }
part link test -d "$net"
part tool command -v ethtool
if [ "$2" = sudo ]; then part user sudo -n id -u; else part user id -u; fi
part driver readlink "$net/device/driver"
part channels ethtool -l "$dev"
part json ethtool --json -x "$dev" $context
part table ethtool -x "$dev" $context
for flow in tcp4 udp4 tcp6 udp6; do part "flow $flow" ethtool -n "$dev" rx-flow-hash $flow $context; done
part rules ethtool -n "$dev"
part features ethtool -k "$dev"
part online cat /sys/devices/system/cpu/online
part nodes nodes
part node first "$net/device/numa_node" "$net/device/../numa_node"
part msi msi "$net/device/msi_irqs" "$net/device/../msi_irqs"
part names printf '%s\\n' /proc/irq/*/*/
part affinity grep . /proc/irq/*/smp_affinity_list /dev/null
part effective grep . /proc/irq/*/effective_affinity_list /dev/null
part steering grep . "$net"/queues/rx-*/rps_cpus /dev/null
part irqbalance grep -lx irqbalance /proc/[0-9]*/comm
part python3 command -v python3
part perl command -v perl
part flock command -v flock
part end true
`;

/** What one command of the script said (both streams) and ended with. */
export interface Part {
	readonly text: string;
	readonly code: number;
}

/**
 * Takes the output of {@link READ_SCRIPT} apart.
 * @throws DeviceError `protocol` when it is not whole
 */
export function readParts(output: string): ReadonlyMap<string, Part> {
	const parts = new Map<string, Part>();
	// What a login script prints comes before the first part.
	for (const piece of output.split('\u001e').slice(1)) {
		const [said = '', code = ''] = piece.split('\u001f');
		const name = said.slice(0, said.indexOf('\n'));
		if (/^\d+\n/.test(code))
			parts.set(name, { text: said.slice(name.length + 1), code: Number.parseInt(code, 10) });
	}
	if (parts.has('end')) return parts;
	throw new DeviceError(
		'protocol',
		'The other end did not answer what it was asked: is its shell a POSIX shell?',
	);
}
