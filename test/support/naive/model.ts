/**
 * A second, deliberately naive model of the RSSv2 rules, for differential tests: plain strings for processors, one long
 * function for each request, no code of the product. It knows an adapter that has room for everything but entries and
 * queues, in both modes.
 */
export interface NaiveEntity {
	active: boolean;
	on: boolean;
	queues: number;
	hash: number;
	primary: string;
	default: string;
	table: string[];
}

export interface NaiveSet {
	vport: number | undefined;
	on: boolean;
	queues: number | undefined;
	entries: number | undefined;
	hash: number | undefined;
	keyBytes: number;
}

export interface NaiveMove {
	switch: number;
	vport: number;
	flags: number;
	index: number;
	target: string;
}

export class NaiveModel {
	entities = new Map<number, NaiveEntity>();

	constructor(
		readonly native: boolean,
		readonly rss: string[],
		readonly maxEntries: number,
		readonly maxQueues: number,
	) {}

	create(id: number, affinity: string, active: boolean): void {
		this.entities.set(id, {
			active,
			on: false,
			queues: 1,
			hash: 0,
			primary: affinity,
			default: affinity,
			table: [affinity],
		});
	}

	set(request: NaiveSet): string {
		if (request.keyBytes !== 40) return 'INVALID_LENGTH';
		const entity = this.entities.get(this.native ? 0 : (request.vport ?? -1));
		if (!entity) return 'INVALID_PORT';
		const entries = request.entries ?? entity.table.length;
		const queues = request.queues ?? entity.queues;
		const hash = request.hash ?? entity.hash;
		let power = false;
		for (let n = 1; n <= this.maxEntries; n *= 2) if (n === entries) power = true;
		if (!power) return 'INVALID_PARAMETER';
		if (queues < 1 || queues > this.maxQueues) return 'INVALID_PARAMETER';
		if (hash !== entity.hash && (entity.on || request.on)) {
			if (hash % 256 !== 1) return 'INVALID_PARAMETER';
			const types = Math.floor(hash / 256);
			if (types === 0 || types > 0x1ff) return 'INVALID_PARAMETER';
		}
		const active = [...new Set([entity.default, ...entity.table])];
		if (entity.on && active.length > queues) return 'NO_QUEUES';
		for (let i = entries; i < entity.table.length; i++)
			if (entity.table[i] !== entity.table[i % entries]) return 'INVALID_DATA';
		if (!entity.on && request.on) {
			if (active.some((processor) => !this.rss.includes(processor))) return 'INVALID_DATA';
			if (active.length > queues) return 'NO_QUEUES';
		}
		if (entity.on && !request.on && !this.rss.includes(entity.primary)) return 'INVALID_DATA';
		const old = [...entity.table];
		entity.table = [];
		for (let i = 0; i < entries; i++) entity.table.push(old[i % old.length] as string);
		entity.queues = queues;
		entity.hash = hash;
		entity.on = request.on;
		return 'SUCCESS';
	}

	/** The OID's own status when it fails, else a status for each command. */
	move(actor: string, moves: NaiveMove[]): string | string[] {
		if (moves.length > 130) return 'INVALID_DATA';
		const statuses: string[] = [];
		let start = 0;
		while (start < moves.length) {
			const first = moves[start] as NaiveMove;
			let end = start;
			while (end < moves.length) {
				const next = moves[end] as NaiveMove;
				if (!this.native && (next.switch !== first.switch || next.vport !== first.vport)) break;
				end++;
			}
			const status = this.group(actor, moves.slice(start, end));
			for (let i = start; i < end; i++) statuses.push(status);
			start = end;
		}
		return statuses;
	}

	private group(actor: string, moves: NaiveMove[]): string {
		const first = moves[0] as NaiveMove;
		if (!this.native && first.switch !== 0) return 'INVALID_PARAMETER';
		const id = this.native ? 0 : first.vport;
		const entity = this.entities.get(id);
		if (!entity) return 'INVALID_PARAMETER';
		if (!entity.active) return 'INVALID_PORT_STATE';
		const after = structuredClone(entity);
		for (const move of moves) {
			if (move.flags > 3) return 'INVALID_PARAMETER';
			let what: string;
			if (move.flags >= 2) what = 'default';
			else if (move.flags === 1) what = 'primary';
			else if (move.index === 65535) what = 'default';
			else if (move.index === 65534) what = 'primary';
			else if (move.index < after.table.length) what = 'entry';
			else return 'INVALID_PARAMETER';
			let current: string;
			if (what === 'default') current = after.default;
			else if (what === 'primary') current = after.primary;
			else current = after.table[move.index] as string;
			if (current !== actor) return 'NOT_ACCEPTED';
			if (move.target === current) continue;
			const active = what === 'primary' ? !entity.on : entity.on;
			if (active && !this.rss.includes(move.target)) return 'INVALID_DATA';
			if (what === 'default') after.default = move.target;
			else if (what === 'primary') after.primary = move.target;
			else after.table[move.index] = move.target;
		}
		const used = after.on ? new Set([after.default, ...after.table]) : new Set([after.primary]);
		if (used.size > after.queues) return 'NO_QUEUES';
		this.entities.set(id, after);
		return 'SUCCESS';
	}
}
