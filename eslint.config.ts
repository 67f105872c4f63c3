import { relative, sep } from 'node:path';
import type { Rule } from 'eslint';
import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';
import { judgeImport } from './tools/import-table.ts';

const root = import.meta.dirname;

/** design.md section 4, asked import by import; the same table that test/main/architecture walks the whole graph with. */
const importTable: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const from = relative(root, context.filename).split(sep).join('/');
    const judge = (node: Rule.Node, source: unknown, typesOnly: boolean): void => {
      const specifier = (source as { readonly value?: unknown } | null | undefined)?.value;
      if (typeof specifier !== 'string') return;
      const message = judgeImport({ from, specifier, typesOnly });
      if (message !== undefined) context.report({ node, message });
    };
    const isTypes = (node: object, key: 'importKind' | 'exportKind'): boolean =>
      (node as Record<string, unknown>)[key] === 'type';
    return {
      ImportDeclaration: (node) => judge(node, node.source, isTypes(node, 'importKind')),
      ExportNamedDeclaration: (node) => judge(node, node.source, isTypes(node, 'exportKind')),
      ExportAllDeclaration: (node) => judge(node, node.source, isTypes(node, 'exportKind')),
      ImportExpression: (node) => judge(node, node.source, false),
    };
  },
};

const forms = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'TSEnumDeclaration', message: 'No enums: a union and `as const`.' },
];
const handedIn = [
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Random is handed in.' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'The clock is handed in.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The clock is handed in.' },
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'The environment is handed in.',
  },
];

/**
 * Rules that need types take most of the time: a program is made anew for each Vue file. `npm test` leaves them to `npm run check`, which asks them everywhere
 * before every commit; types themselves, the import table and the length of files are asked in both.
 */
const isQuick = process.env['COMPTOIR_LINT'] === 'quick';
const typed = { projectService: true, tsconfigRootDir: root, extraFileExtensions: ['.vue'] };

/** Where Vue may be: no other file imports it, and to ask a hundred rules about it of all of them took a seventh of lint. */
const withVue = ['**/*.vue', 'src-renderer/**/*.ts', 'test/renderer/**/*.ts'];

export default tseslint.config(
  { ignores: ['node_modules/', 'out/', 'tour/', 'dist/', 'docs/', 'electron.vite.config.ts.*'] },
  {
    linterOptions: { reportUnusedDisableDirectives: isQuick ? 'off' : 'error' },
    plugins: { comptoir: { rules: { 'import-table': importTable } } },
  },
  ...tseslint.configs.recommended,
  ...vue.configs['flat/recommended'].map((one) => ({ files: [...withVue], ...one })),
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Prettier lays templates out.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      // A screen is named by its folder.
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      // Without types it cannot see that a switch names every case.
      ...(isQuick ? { 'vue/return-in-computed-property': 'off' as const } : {}),
    },
  },
  {
    files: [
      'src-main/**/*.ts',
      'src-renderer/**/*.ts',
      'src-renderer/**/*.vue',
      'tools/**/*.ts',
      'test/**/*.ts',
      'bench/**/*.ts',
    ],
    rules: {
      'comptoir/import-table': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', ...forms],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: [
      'src-main/**/*.ts',
      'src-renderer/**/*.ts',
      'src-renderer/**/*.vue',
      'tools/**/*.ts',
      'test/**/*.ts',
      'bench/**/*.ts',
    ],
    languageOptions: isQuick ? {} : { parserOptions: typed },
    rules: isQuick
      ? {}
      : {
          '@typescript-eslint/no-floating-promises': 'error',
          '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
          '@typescript-eslint/switch-exhaustiveness-check': [
            'error',
            { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
          ],
        },
  },
  {
    files: ['src-main/**/*.ts', 'src-renderer/**/*.ts', 'src-renderer/**/*.vue'],
    rules: { 'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }], 'no-console': 'error' },
  },
  {
    // The composition root is where the clock, the random source and the environment come from.
    files: ['src-main/**/*.ts'],
    ignores: ['src-main/main.ts'],
    rules: { 'no-restricted-syntax': ['error', ...forms, ...handedIn] },
  },
  {
    // Vitest loads a reporter by its default export, electron has one to stand in for, Vue files are one by nature.
    files: ['tools/stand-in/electron.ts', 'tools/test-report.ts', 'src-renderer/**/*.vue', 'src-renderer/**/*.d.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
