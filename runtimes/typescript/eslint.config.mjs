import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["build/", "handler/compiled/", "client/compiled/", "eslint.config.mjs"] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { project: "tsconfig.json" } },
    rules: {
      // AWS PDK's interceptors with Powertools are classes with static members.
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["handler/test/**", "client/test/**"],
    rules: {
      // node:test gives a promise that nobody waits for.
      "@typescript-eslint/no-floating-promises": "off",
    },
  },
);
