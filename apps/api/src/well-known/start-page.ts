/** What a developer is looking for who opens the service in a browser. */
export function startPage(appName: string, links: readonly (readonly [url: string, text: string])[]): string {
  const items = links.map(([url, text]) => `<li><a href="${escapeHtml(url)}">${escapeHtml(text)}</a></li>`).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(appName)}</title>
</head>
<body>
<h1>${escapeHtml(appName)}</h1>
<p>The service is running. This page is there in development only.</p>
<ul>
${items}
</ul>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
