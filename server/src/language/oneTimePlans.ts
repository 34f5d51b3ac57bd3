/** Plans waiting for a yes: more than these are forgotten, oldest first. */
const MOST = 16;

/** Plans that were shown and may be applied, each once. */
export class OneTimePlans<Plan> {
	readonly #plans = new Map<string, Plan>();
	readonly #kind: string;
	#made = 0;

	/** @param kind what their names begin with */
	constructor(kind: string) {
		this.#kind = kind;
	}

	/** Keeps a plan; gives its name. */
	keep(plan: Plan): string {
		const planId = `${this.#kind}-${++this.#made}`;
		this.#plans.set(planId, plan);
		for (const oldest of this.#plans.keys()) if (this.#plans.size > MOST) this.#plans.delete(oldest);
		return planId;
	}

	/** Hands a plan out, for good; undefined when there is none of that name (any more). */
	take(planId: string): Plan | undefined {
		const plan = this.#plans.get(planId);
		this.#plans.delete(planId);
		return plan;
	}
}
