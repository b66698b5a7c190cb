/** `<!-- file: path -->` before a block of code, both at one indent: the page shows that file whole. */
const SHOWN = /^( *)<!-- file: (\S+) -->\n\1```(\w*)\n[\s\S]*?^\1```$/gm;

/** The page with each file that it shows as it is now. */
export function withShownFiles(page: string, read: (path: string) => string): string {
  return page.replace(SHOWN, (_, indent: string, path: string, language: string) => {
    const text = read(path).replace(/^(?=.)/gm, indent);
    return `${indent}<!-- file: ${path} -->\n${indent}\`\`\`${language}\n${text}${indent}\`\`\``;
  });
}
