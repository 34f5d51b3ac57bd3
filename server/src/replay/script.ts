import type { AdapterCapabilities, AdapterMode } from '../emulator/description.js';
import type { OidRequest } from '../emulator/request.js';
import type { OidName } from '../ndis/oid.js';
import type { FieldValue } from '../oid/placements.js';
import type { Processor } from '../rss/processor.js';

/** One conformance script: OID requests against a fresh adapter and what each must answer. */
export interface Script {
	readonly mode: AdapterMode;
	/** The RSS processor set; base and max are its least and greatest. */
	readonly rssProcessors: readonly Processor[];
	/** Where the adapter differs from one that has room for everything. */
	readonly capabilities: Partial<AdapterCapabilities>;
	readonly steps: readonly ScriptStep[];
	/** The state at the end, by VPort id. */
	readonly final: ReadonlyMap<number, FinalEntity>;
}

/** The adapter that a script runs on. */
export type ScriptAdapter = Pick<Script, 'mode' | 'rssProcessors' | 'capabilities'>;

export type ScriptStep = CreateVPortStep | SetParametersStep | SetIndirectionEntriesStep | OidRequestStep;

export interface CreateVPortStep {
	readonly op: 'createVPort';
	readonly vportId: number;
	readonly affinity: Processor;
	readonly active: boolean;
	/** NDIS_STATUS name that the request must answer. */
	readonly status: string;
}

export interface SetParametersStep {
	readonly op: 'setParameters';
	readonly vportId: number;
	readonly flags: readonly ParameterFlagName[];
	readonly hashInformation: number;
	readonly hashSecretKeySize: number;
	readonly numberOfQueues: number;
	readonly numberOfIndirectionTableEntries: number;
	readonly status: string;
}

export type ParameterFlagName =
	| 'enableRss'
	| 'hashInfoChanged'
	| 'hashKeyChanged'
	| 'numberOfQueuesChanged'
	| 'numberOfEntriesChanged';

export interface SetIndirectionEntriesStep {
	readonly op: 'setIndirectionEntries';
	readonly actor: Processor;
	readonly entries: readonly ScriptEntry[];
	/** The OID's own status. */
	readonly status: string;
}

/** Any OID request, its buffer made of the structure's fields. */
export interface OidRequestStep {
	readonly op: 'oidRequest';
	readonly oid: OidName;
	readonly request: OidRequest;
	readonly status: string;
	/** Fields that the answer must hold, by their NDIS name: a number, or the text that `rssv2 oid decode` prints. */
	readonly answer: ReadonlyMap<string, FieldValue>;
}

export interface ScriptEntry {
	readonly switchId: number;
	readonly vportId: number;
	readonly flags: EntryFlagName;
	readonly index: number;
	readonly target: Processor;
	readonly status: string;
}

export type EntryFlagName = 'none' | 'primary' | 'default' | 'invalid';

/** The members of an entity that a script may speak of; those that it leaves out are not compared. */
export interface FinalEntity {
	readonly rssEnabled?: boolean;
	readonly numberOfQueues?: number;
	readonly hashInformation?: number;
	readonly primaryProcessor?: Processor;
	readonly defaultProcessor?: Processor;
	readonly indirectionTable?: readonly Processor[];
}
