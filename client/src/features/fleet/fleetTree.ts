import {
	commands,
	type Disposable,
	EventEmitter,
	ThemeColor,
	ThemeIcon,
	type TreeDataProvider,
	TreeItem,
	TreeItemCollapsibleState,
} from 'vscode';
import type { FleetHost, FleetHostState } from '../../../../server/src/protocol.js';
import { byAttention, stateWord } from './words.js';

/** A host, or a line about it. */
type Node = FleetHost | string;

/** The hosts of the last run and how each stands: what needs attention first. */
export class FleetTree implements TreeDataProvider<Node>, Disposable {
	readonly #changed = new EventEmitter<undefined>();
	readonly onDidChangeTreeData = this.#changed.event;
	#hosts: readonly FleetHost[] = [];

	/** Where the hosts of all runs that belong together stand. */
	get hosts(): readonly FleetHost[] {
		return this.#hosts;
	}

	/** Begins anew with no host. */
	clear(): void {
		this.#hosts = [];
		this.#changed.fire(undefined);
	}

	/** Takes in where hosts stand now; those that a run leaves out stay. */
	show(hosts: readonly FleetHost[]): void {
		const now = new Map(hosts.map((host) => [host.host, host]));
		const known = new Set(this.#hosts.map(({ host }) => host));
		this.#hosts = [
			...this.#hosts.map((host) => now.get(host.host) ?? host),
			...hosts.filter(({ host }) => !known.has(host)),
		];
		this.#changed.fire(undefined);
		void commands.executeCommand('setContext', 'rssv2.fleetRan', true);
	}

	getChildren(node?: Node): Node[] {
		if (node === undefined) return byAttention(this.#hosts);
		if (typeof node === 'string') return [];
		const { message, changes = [], differences = [] } = node;
		return [...(message === undefined ? [] : [message]), ...differences, ...changes];
	}

	getTreeItem(node: Node): TreeItem {
		if (typeof node === 'string') return withTooltip(new TreeItem(node), node);
		const { host, state, message } = node;
		const item = new TreeItem(host, TreeItemCollapsibleState.Collapsed);
		const [icon, colour] = ICONS[state];
		item.id = host;
		item.iconPath = new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour));
		item.description = message === undefined ? stateWord(state) : `${stateWord(state)} · ${message}`;
		item.accessibilityInformation = { label: `${host}, ${item.description}` };
		return withTooltip(item, `${host}: ${item.description}`);
	}

	dispose(): void {
		this.#changed.dispose();
	}
}

function withTooltip(item: TreeItem, text: string): TreeItem {
	item.tooltip = text;
	return item;
}

const ICONS: Readonly<Record<FleetHostState, readonly [string, string?]>> = {
	waiting: ['circle-outline'],
	running: ['loading~spin'],
	applied: ['pass', 'testing.iconPassed'],
	unchanged: ['pass'],
	planned: ['diff-modified', 'charts.blue'],
	rolledBack: ['discard', 'charts.yellow'],
	refused: ['circle-slash', 'charts.yellow'],
	cancelled: ['debug-stop', 'charts.yellow'],
	broken: ['error', 'testing.iconFailed'],
	unknown: ['question', 'testing.iconFailed'],
};
