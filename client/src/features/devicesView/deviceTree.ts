import {
	Disposable,
	EventEmitter,
	ThemeColor,
	ThemeIcon,
	type TreeDataProvider,
	TreeItem,
	TreeItemCollapsibleState,
} from 'vscode';
import type { DeviceItem, DeviceReport } from '../../../../server/src/protocol.js';
import { DEVICE_ICONS } from '../../infrastructure/devices/deviceChoices.js';
import type { DeviceStates } from './deviceStates.js';
import { type CounterWords, counterWords, type DeviceWords, deviceWords } from './words.js';

/** A row of the view. Commands in its menus are given it. */
export type Node =
	| { readonly kind: 'device'; readonly device: string; readonly item: DeviceItem }
	| { readonly kind: 'entity'; readonly of: string; readonly entity: DeviceReport['entities'][number] }
	| { readonly kind: 'line'; readonly text: string };

/** Devices, their entities, and how each stands. */
export class DeviceTree implements TreeDataProvider<Node>, Disposable {
	readonly #changed = new EventEmitter<Node | undefined>();
	readonly #states: DeviceStates;
	readonly #subscriptions: Disposable;
	/** Entities that are shown, by their device. */
	readonly #entities = new Map<string, readonly Node[]>();
	/** A row is told apart by its object: the same device keeps the same. */
	readonly #nodes = new Map<string, Node & { kind: 'device' }>();
	readonly onDidChangeTreeData = this.#changed.event;

	constructor(states: DeviceStates) {
		this.#states = states;
		this.#subscriptions = Disposable.from(
			states.onDidChange((device) =>
				this.#changed.fire(device === undefined ? undefined : this.#nodes.get(device)),
			),
			states.onDidCount((device) => {
				for (const node of this.#entities.get(device) ?? []) this.#changed.fire(node);
			}),
		);
	}

	async getChildren(node?: Node): Promise<Node[]> {
		if (!node) return (await this.#states.list()).map((item) => this.#nodeOf(item));
		if (node.kind === 'entity') {
			return [...this.#words(node).lines, ...node.entity.details].map((text) => ({ kind: 'line', text }));
		}
		if (node.kind === 'line') return [];
		const known = await this.#states.look(node.device);
		if ('error' in known) return [{ kind: 'line', text: known.error }];
		const { interrupted, entities } = known.report;
		const shown = entities.map((entity) => ({ kind: 'entity' as const, of: node.device, entity }));
		this.#entities.set(node.device, shown);
		return [...(interrupted === undefined ? [] : [{ kind: 'line' as const, text: interrupted }]), ...shown];
	}

	getTreeItem(node: Node): TreeItem {
		switch (node.kind) {
			case 'device':
				return deviceRow(node.item, deviceWords(node.device, this.#states.known(node.device)));
			case 'entity': {
				const row = new TreeItem(node.entity.title, TreeItemCollapsibleState.Collapsed);
				const { short, lines } = this.#words(node);
				row.description = [...short, ...node.entity.details.slice(0, 2)].join(', ');
				row.tooltip = [node.entity.title, ...lines, ...node.entity.details].join('\n');
				row.iconPath = new ThemeIcon('split-horizontal');
				return row;
			}
			case 'line': {
				const row = new TreeItem(node.text);
				row.tooltip = node.text;
				return row;
			}
		}
	}

	dispose(): void {
		this.#subscriptions.dispose();
		this.#changed.dispose();
	}

	#words({ of, entity }: Node & { kind: 'entity' }): CounterWords {
		return counterWords(this.#states.counters(of), entity.vportId);
	}

	#nodeOf(item: DeviceItem): Node {
		const node = { kind: 'device', device: item.uri, item } as const;
		this.#nodes.set(item.uri, node);
		return node;
	}
}

function deviceRow(item: DeviceItem, { description, tooltip, state }: DeviceWords): TreeItem {
	const row = new TreeItem(item.label, TreeItemCollapsibleState.Collapsed);
	row.id = item.uri;
	row.description = description;
	row.tooltip = tooltip;
	row.contextValue = `device.${item.kind}`;
	row.iconPath = iconOf(item, state);
	row.accessibilityInformation = { label: `${item.label} ${description}`.trim() };
	return row;
}

function iconOf({ kind }: DeviceItem, state: DeviceWords['state']): ThemeIcon {
	if (state === 'interrupted') return new ThemeIcon('error', new ThemeColor('list.errorForeground'));
	if (state === 'drift') return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
	if (state === 'unreachable') return new ThemeIcon('debug-disconnect');
	if (state === 'same') return new ThemeIcon('pass');
	return new ThemeIcon(DEVICE_ICONS[kind]);
}
