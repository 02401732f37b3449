// Open the sample, wait for its scanners, say so, and stay until standard input ends.
//     node open.mjs ADDRESS FOLDER PICTURES
import { once } from "node:events";
import { tell } from "./page.mjs";

const [, , address, folder, pictures] = process.argv;

await tell(
  async (workbench) => {
    await workbench.open(address, folder);
    await workbench.openFile("desk.py");
    await workbench.until(async () => (await workbench.status()) === "35 scanners", "35 scanners in the status bar");
    console.log("open");
    process.stdin.resume();
    await once(process.stdin, "end");
  },
  { pictures },
);
