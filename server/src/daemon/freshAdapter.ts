import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import { beyondLayout } from '../emulator/layoutLimits.js';
import { MiniportAdapter } from '../emulator/miniport.js';
import { layouts } from '../ndis/layout.js';
import { Members, ScriptError } from '../replay/members.js';
import { readCapabilities } from '../replay/parseScript.js';
import { adapterOf } from '../replay/roomyAdapter.js';

/**
 * A fresh adapter of the parameters of `adapter/fresh`, whatever a client sent.
 * @throws ResponseError InvalidParams that says which member is wrong
 */
export function readFreshAdapter(params: unknown): MiniportAdapter {
	try {
		const given = new Members(params, 'params');
		const rssProcessors = given.processors('rssProcessors');
		if (rssProcessors.length === 0) throw new ScriptError('params.rssProcessors must not be empty.');
		const description = adapterOf({
			mode: given.word('mode', ['vmq', 'native']),
			rssProcessors,
			capabilities: given.has('capabilities') ? readCapabilities(given.object('capabilities')) : {},
		});
		const layout = given.has('layout') ? given.word('layout', layouts) : undefined;
		const beyond = layout && beyondLayout(rssProcessors, layout);
		if (beyond !== undefined) throw new ScriptError(`params.rssProcessors: ${beyond}`);
		return new MiniportAdapter(
			{ ...description, ...(layout && { layout }) },
			{
				...(given.has('defaultVPort') && { defaultVPort: given.boolean('defaultVPort') }),
				...(given.has('nativeAffinity') && { nativeAffinity: given.processor('nativeAffinity') }),
			},
		);
	} catch (error) {
		if (error instanceof ScriptError) throw new ResponseError(ErrorCodes.InvalidParams, error.message);
		throw error;
	}
}
