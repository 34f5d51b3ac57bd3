import type { ItemMemory } from './itemMemory.js';
import type { Adapter, Hash, Host, Located, ScalingEntity } from './model.js';
import { movedSpan } from './moved.js';
import { sameData } from './sameData.js';
import type { MapNode } from './tree.js';

/** What an entity depends on beside its own item of the text. */
export interface EntitySurroundings {
	readonly host: Host | undefined;
	readonly adapter: Adapter;
}

/**
 * The entities of an earlier version of a text: those whose items are the same but for their place, and whose surroundings
 * are the same, places included, are not read again. Only entities that nothing was to be said of are remembered.
 */
export class EntityMemory {
	#surroundings: EntitySurroundings | undefined;
	/** By their nodes. */
	#entities = new WeakMap<MapNode, ScalingEntity>();
	/** By the nodes that were read first, each with the place of the node that it was read from. */
	#first = new WeakMap<MapNode, { readonly entity: ScalingEntity; readonly at: number }>();
	readonly #origins = new WeakMap<ScalingEntity, ScalingEntity>();

	constructor(readonly items: ItemMemory) {}

	/** The surroundings of the entities that are asked for next: the earlier objects where they are the same. */
	within(surroundings: EntitySurroundings): EntitySurroundings {
		if (this.#surroundings && sameData(this.#surroundings, surroundings)) return this.#surroundings;
		this.#surroundings = surroundings;
		this.#entities = new WeakMap();
		this.#first = new WeakMap();
		return surroundings;
	}

	/** The entity of an item, if it was read before within these surroundings. */
	entityOf(node: MapNode): ScalingEntity | undefined {
		const known = this.#entities.get(node);
		const first = known ? undefined : this.#first.get(this.items.originOf(node));
		if (!first || !this.#surroundings) return known;
		const entity = movedEntity(first.entity, node.start - first.at, this.#surroundings.adapter.hash);
		this.#entities.set(node, entity);
		this.#origins.set(entity, first.entity);
		return entity;
	}

	/** Remembers the entity of an item. */
	add(node: MapNode, entity: ScalingEntity): void {
		this.#entities.set(node, entity);
		this.#first.set(this.items.originOf(node), { entity, at: node.start });
	}

	/** The entity that was read first of those that are the same but for their place. */
	originOf(entity: ScalingEntity): ScalingEntity {
		return this.#origins.get(entity) ?? entity;
	}
}

/** An entity so many characters further on; what it inherits stays where it is. */
function movedEntity(entity: ScalingEntity, by: number, inherited: Hash): ScalingEntity {
	const moved = <T>(located: Located<T>): Located<T> => ({ ...located, span: movedSpan(located.span, by) });
	const { name, linux, windows, indirectionTable, hash } = entity;
	let cells: ScalingEntity['indirectionTable']['cells'] | undefined;
	return {
		vportId: moved(entity.vportId),
		name: name && moved(name),
		attachedTo: moved(entity.attachedTo),
		scheduling: moved(entity.scheduling),
		active: moved(entity.active),
		rss: moved(entity.rss),
		numberOfQueues: moved(entity.numberOfQueues),
		primaryProcessor: moved(entity.primaryProcessor),
		defaultProcessor: moved(entity.defaultProcessor),
		indirectionTable: {
			entries: indirectionTable.entries,
			get cells() {
				cells ??= indirectionTable.cells.map((cell) => movedSpan(cell, by));
				return cells;
			},
			size: movedSpan(indirectionTable.size, by),
			generated: indirectionTable.generated,
			weighted: indirectionTable.weighted,
			span: movedSpan(indirectionTable.span, by),
		},
		hash: {
			types: hash.types === inherited.types ? hash.types : moved(hash.types),
			secretKey: hash.secretKey === inherited.secretKey ? hash.secretKey : moved(hash.secretKey),
		},
		linux: linux && { interface: moved(linux.interface) },
		windows: windows && {
			...(windows.vm && { vm: moved(windows.vm) }),
			...(windows.networkAdapter && { networkAdapter: moved(windows.networkAdapter) }),
		},
		span: movedSpan(entity.span, by),
	};
}
