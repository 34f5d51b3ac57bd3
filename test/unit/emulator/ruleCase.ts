import type { AdapterDescription } from '../../../server/src/emulator/description.js';
import type { OidRequest } from '../../../server/src/emulator/request.js';
import type { RuleId } from '../../../server/src/emulator/ruleTable.js';

/** Requests that a script cannot say, on an adapter with VPort 0: the last of them trips the rule. */
export interface RuleCase {
	readonly rule: RuleId;
	readonly adapter?: AdapterDescription;
	readonly requests: readonly OidRequest[];
}
