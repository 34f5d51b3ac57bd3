import { count, enumerate } from '../plan/words.js';
import type { FleetHost, FleetHostState } from '../protocol.js';

/** What a state is called. */
export const STATE_WORDS: Readonly<Record<FleetHostState, string>> = {
	waiting: 'not begun',
	running: 'running',
	applied: 'applied',
	unchanged: 'unchanged',
	planned: 'to be changed',
	rolledBack: 'rolled back',
	refused: 'refused',
	cancelled: 'cancelled',
	broken: 'neither new nor old',
	unknown: 'unknown',
};

/** `50 hosts: 47 applied, 1 rolled back and 2 not begun` */
export function fleetTally(hosts: readonly FleetHost[]): string {
	const states = Object.keys(STATE_WORDS) as FleetHostState[];
	const parts = states.flatMap((state) => {
		const many = hosts.filter((host) => host.state === state).length;
		return many === 0 ? [] : [`${many} ${STATE_WORDS[state]}`];
	});
	return `${count(hosts.length, 'host')}: ${parts.length === 0 ? 'nothing was begun' : enumerate(parts)}`;
}
