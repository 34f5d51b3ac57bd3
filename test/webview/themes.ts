/** Values of the themes Visual Studio Code ships, as its webviews get them; `kind` is the class of the body. */
export const themes = {
	light: {
		kind: 'vscode-light',
		variables: {
			'editor-background': '#ffffff', foreground: '#3b3b3b', descriptionForeground: '#3b3b3b',
			'sideBar-background': '#f8f8f8', 'panel-border': '#e5e5e5', 'list-hoverBackground': '#f2f2f2',
			'list-inactiveSelectionBackground': '#e4e6f1', focusBorder: '#005fb8', 'textLink-foreground': '#005fb8',
			'button-background': '#005fb8', 'button-foreground': '#ffffff', 'button-hoverBackground': '#0258a8',
			'button-border': '#0000001a', 'editorError-foreground': '#e51400', 'editorWarning-foreground': '#bf8803',
			'editorInfo-foreground': '#1a85ff',
		},
	},
	dark: {
		kind: 'vscode-dark',
		variables: {
			'editor-background': '#1f1f1f', foreground: '#cccccc', descriptionForeground: '#9d9d9d',
			'sideBar-background': '#181818', 'panel-border': '#2b2b2b', 'list-hoverBackground': '#2a2d2e',
			'list-inactiveSelectionBackground': '#37373d', focusBorder: '#0078d4', 'textLink-foreground': '#4daafc',
			'button-background': '#0078d4', 'button-foreground': '#ffffff', 'button-hoverBackground': '#026ec1',
			'button-border': '#ffffff12', 'editorError-foreground': '#f14c4c', 'editorWarning-foreground': '#cca700',
			'editorInfo-foreground': '#3794ff',
		},
	},
	'high contrast': {
		kind: 'vscode-high-contrast',
		variables: {
			'editor-background': '#000000', foreground: '#ffffff', descriptionForeground: '#ffffffb3',
			'sideBar-background': '#000000', 'panel-border': '#6fc3df', contrastBorder: '#6fc3df',
			contrastActiveBorder: '#f38518', focusBorder: '#f38518', 'textLink-foreground': '#21a6ff',
			'button-background': '#000000', 'button-foreground': '#ffffff', 'button-border': '#6fc3df',
			'button-hoverBackground': '#000000',
			'editorError-foreground': '#f48771', 'editorWarning-foreground': '#ffd370', 'editorInfo-foreground': '#3794ff',
		},
	},
	'high contrast light': {
		kind: 'vscode-high-contrast-light vscode-high-contrast',
		variables: {
			'editor-background': '#ffffff', foreground: '#292929', descriptionForeground: '#292929b3',
			'sideBar-background': '#ffffff', 'panel-border': '#0f4a85', contrastBorder: '#0f4a85',
			contrastActiveBorder: '#006bbd', focusBorder: '#006bbd', 'textLink-foreground': '#0f4a85',
			'button-background': '#0f4a85', 'button-foreground': '#ffffff', 'button-hoverBackground': '#0f4a85',
			'editorError-foreground': '#b5200d', 'editorWarning-foreground': '#895503', 'editorInfo-foreground': '#1a85ff',
		},
	},
} satisfies Record<string, { kind: string; variables: Record<string, string> }>;

/** Names of the themes. */
export type Theme = keyof typeof themes;
