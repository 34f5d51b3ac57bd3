import { join } from 'node:path';

/** What of a platform says where a user's programs keep their state. */
export interface StatePlatform {
	/** `process.platform` */
	readonly platform: string;
	/** The user's home directory. */
	readonly home: string;
	readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Where journals are kept: XDG_STATE_HOME/rssv2 (or ~/.local/state/rssv2), ~/Library/Application Support/rssv2 on macOS,
 * %LOCALAPPDATA%\rssv2 on Windows. XDG_STATE_HOME holds on every platform when it is set to an absolute path, as the XDG
 * Base Directory Specification asks.
 */
export function stateDirectory({ platform, home, environment }: StatePlatform): string {
	const { XDG_STATE_HOME: xdg, LOCALAPPDATA: local } = environment;
	if (xdg?.startsWith('/')) return join(xdg, 'rssv2');
	if (platform === 'win32') return join(local || join(home, 'AppData', 'Local'), 'rssv2');
	if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'rssv2');
	return join(home, '.local', 'state', 'rssv2');
}
