import type { CountersChanged } from './trafficProtocol.js';

/** Tells a client; false when it does not take any more just now. */
export type TellCounters = (changed: CountersChanged) => boolean;

interface Watcher {
	readonly tell: TellCounters;
	readonly milliseconds: number;
	/** Runs since it was told last. */
	timer: NodeJS.Timeout | undefined;
	/** Something changed since then. */
	due: boolean;
}

/** Who wants to know that the counters changed: each is told at once, and then no more often than it asked for. */
export class CounterWatch {
	readonly #watchers = new Map<number, Watcher>();
	readonly #totals: () => CountersChanged;

	/** @param totals what is told: the counters as they are then */
	constructor(totals: () => CountersChanged) {
		this.#totals = totals;
	}

	/** Begins to tell a session, or tells it at another pace. */
	start(session: number, milliseconds: number, tell: TellCounters): void {
		this.stop(session);
		this.#watchers.set(session, { tell, milliseconds, timer: undefined, due: false });
	}

	/** Ends it. */
	stop(session: number): void {
		clearTimeout(this.#watchers.get(session)?.timer);
		this.#watchers.delete(session);
	}

	/** The counters changed. */
	changed(): void {
		for (const watcher of this.#watchers.values()) {
			watcher.due = true;
			if (!watcher.timer) this.#tell(watcher);
		}
	}

	#tell(watcher: Watcher): void {
		// A client that takes nothing just now is tried again.
		watcher.due = !watcher.tell(this.#totals());
		watcher.timer = setTimeout(() => {
			watcher.timer = undefined;
			if (watcher.due) this.#tell(watcher);
		}, watcher.milliseconds).unref();
	}
}
