import { formatProcessor, type Processor, parseProcessor } from '../rss/processor.js';

/** A script cannot be read: where, and what is wrong, as a sentence. */
export class ScriptError extends Error {
	override readonly name = 'ScriptError';
}

/** Reads the members of a JSON object, each by the type it must have. Every method throws ScriptError with the place. */
export class Members {
	readonly #value: Readonly<Record<string, unknown>>;
	readonly #place: string;

	constructor(value: unknown, place: string) {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) {
			throw new ScriptError(`${place} must be an object.`);
		}
		this.#value = value as Readonly<Record<string, unknown>>;
		this.#place = place;
	}

	/** Whether the member is there. */
	has(name: string): boolean {
		return Object.hasOwn(this.#value, name);
	}

	/** The names of all members. */
	names(): string[] {
		return Object.keys(this.#value);
	}

	/** An integer of 0..max (2^32 - 1 when not said). */
	integer(name: string, max = 0xffffffff): number {
		const value = this.#value[name];
		if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) return value;
		throw this.#wrong(name, `an integer from 0 to ${max}`);
	}

	boolean(name: string): boolean {
		const value = this.#value[name];
		if (typeof value === 'boolean') return value;
		throw this.#wrong(name, 'true or false');
	}

	/** One of some words. */
	word<const T extends string>(name: string, words: readonly T[]): T {
		const found = words.find((word) => word === this.#value[name]);
		if (found !== undefined) return found;
		throw this.#wrong(name, `one of ${words.join(', ')}`);
	}

	/** A status name. */
	status(): string {
		const value = this.#value['status'];
		if (typeof value === 'string' && value.startsWith('NDIS_STATUS_')) return value;
		throw this.#wrong('status', 'the name of an NDIS status');
	}

	processor(name: string): Processor {
		return this.#toProcessor(this.#value[name], name);
	}

	processors(name: string): Processor[] {
		return this.array(name).map((item, i) => this.#toProcessor(item, `${name}[${i}]`));
	}

	array(name: string): readonly unknown[] {
		const value = this.#value[name];
		if (Array.isArray(value)) return value;
		throw this.#wrong(name, 'an array');
	}

	/** A member that is an object itself. */
	object(name: string): Members {
		return new Members(this.#value[name], `${this.#place}.${name}`);
	}

	/** The member as it is. */
	raw(name: string): unknown {
		return this.#value[name];
	}

	#toProcessor(value: unknown, name: string): Processor {
		const parsed = typeof value === 'string' ? parseProcessor(value) : undefined;
		if (parsed !== undefined) return parsed;
		throw this.#wrong(name, 'a processor, group:number');
	}

	#wrong(name: string, wanted: string): ScriptError {
		return new ScriptError(`${this.#place}.${name} must be ${wanted}.`);
	}
}

/** `[0:2, 0:4]` */
export function formatProcessors(processors: readonly Processor[]): string {
	return `[${processors.map(formatProcessor).join(', ')}]`;
}
