/** An environment variable's value, or undefined when it is not set. A variable set to nothing gives ''. */
export function readEnv(name: string): string | undefined {
  return process.env[name];
}
