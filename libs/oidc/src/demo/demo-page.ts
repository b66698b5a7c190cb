export interface DemoSurroundings {
  readonly appName: string;
  readonly issuer: string;
  readonly publicPath: string;
  readonly clientId: string;
}

/** The page of the demo. What it shows comes from the script, which is all of the application that there is. */
export function demoPage({ appName, issuer, publicPath, clientId }: DemoSurroundings): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demo of ${escapeHtml(appName)}</title>
<link rel="stylesheet" href="${escapeHtml(publicPath)}/pages/page.css">
</head>
<body data-issuer="${escapeHtml(issuer)}" data-client-id="${escapeHtml(clientId)}">
<main>
<h1>Demo of ${escapeHtml(appName)}</h1>
<p>This page is an application of its own: it signs you in with a code and PKCE, as your applications will. It is there in development only.</p>
<p id="state" role="status">One moment …</p>
<div id="signed-out" hidden>
<p>Sign in with the super admin, whom the start has printed, or with an account that you have registered.</p>
<p><button type="button" id="sign-in">Sign in</button></p>
</div>
<div id="signed-in" hidden>
<p><button type="button" id="userinfo">Ask who I am</button> <button type="button" id="refresh">Refresh the tokens</button> <button type="button" id="sign-out">Sign out</button></p>
<h2>What the ID token says</h2>
<pre id="claims"></pre>
<h2 id="answer-title" hidden></h2>
<pre id="answer" hidden></pre>
</div>
<noscript><p>The demo is a script, so it needs JavaScript.</p></noscript>
</main>
<script src="${escapeHtml(publicPath)}/demo/demo.js"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
