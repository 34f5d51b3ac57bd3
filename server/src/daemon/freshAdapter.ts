import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import { MiniportAdapter } from '../emulator/miniport.js';
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
		return new MiniportAdapter(description, {
			...(given.has('defaultVPort') && { defaultVPort: given.boolean('defaultVPort') }),
			...(given.has('nativeAffinity') && { nativeAffinity: given.processor('nativeAffinity') }),
		});
	} catch (error) {
		if (error instanceof ScriptError) throw new ResponseError(ErrorCodes.InvalidParams, error.message);
		throw error;
	}
}
