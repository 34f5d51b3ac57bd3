/** A setting by its dotted name, in settings nested or flat: `{ rssv2: { devices } }` or `{ 'rssv2.devices' }`. */
export function settingIn(settings: unknown, name: string): unknown {
	if (typeof settings !== 'object' || settings === null) return undefined;
	if (name in settings) return Reflect.get(settings, name);
	const [first = '', ...rest] = name.split('.');
	return rest.length > 0 ? settingIn(Reflect.get(settings, first), rest.join('.')) : undefined;
}
