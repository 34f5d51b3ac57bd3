import type { FleetHost } from '../protocol.js';
import type { FleetEvent } from './events.js';
import { hostResult, isOpen, UNKNOWN } from './hostResult.js';
import { TASKS } from './playbook.js';

/** Tasks whose end is the result of a host. */
const DECISIVE: readonly string[] = Object.values(TASKS);

/** Of what began when the run was cancelled already. */
const LATE = { state: 'cancelled', message: 'Cancelled before anything was changed.' } as const;

/** Where every host of a run stands, as events tell it. */
export class FleetBoard {
	readonly #hosts = new Map<string, FleetHost>();
	/** Those that begin from now on touch no device. */
	#barred = false;
	/** Hosts that began since. */
	readonly #late = new Set<string>();

	/** Takes one event in. */
	take(event: FleetEvent): void {
		switch (event.event) {
			case 'batch':
				for (const host of event.all) if (!this.#hosts.has(host)) this.#set({ host, state: 'waiting' });
				return;
			case 'begin':
				if (!DECISIVE.includes(event.task)) return;
				this.#set({ host: event.host, state: 'running' });
				if (this.#barred) this.#late.add(event.host);
				return;
			case 'end':
				this.#end(event);
		}
	}

	#end(event: Extract<FleetEvent, { event: 'end' }>): void {
		const { host, task, status } = event;
		if (DECISIVE.includes(task)) {
			this.#set({ host, ...hostResult(event) });
			return;
		}
		// Of a host that came to no result of its own: what Ansible says is all that is known.
		const known = this.#hosts.get(host);
		if (status !== 'ok' && status !== 'skipped' && (!known || isOpen(known)))
			this.#set({ host, state: 'refused', message: event.msg ?? '' });
	}

	/** What begins from now on finds the run cancelled: it asks nothing of its device. */
	bar(): void {
		this.#barred = true;
	}

	/** Ansible has ended: what still ran came to no result, and what waited was not begun. */
	close(): void {
		for (const [host, { state }] of this.#hosts)
			if (state === 'running') this.#set({ host, ...(this.#late.has(host) ? LATE : UNKNOWN) });
	}

	/** In the order of the inventory. */
	hosts(): FleetHost[] {
		return [...this.#hosts.values()];
	}

	/** Hosts that are in a given state. */
	those(state: FleetHost['state']): string[] {
		return this.hosts()
			.filter((host) => host.state === state)
			.map(({ host }) => host);
	}

	#set(host: FleetHost): void {
		this.#hosts.set(host.host, host);
	}
}
