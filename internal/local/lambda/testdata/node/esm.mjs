import { readFile } from "node:fs/promises";

const own = await readFile(new URL(import.meta.url), "utf8");

export const handler = async () => ({ module: "esm", read: own.length > 0, cwd: process.cwd() === process.env.LAMBDA_TASK_ROOT });
