// Open the sample and wait for its scanners; what is asked of the server afterwards is the caller's.
//     node open.mjs ADDRESS FOLDER PICTURES
import { tell } from "./page.mjs";

const [, , address, folder, pictures] = process.argv;

await tell(
  async (workbench) => {
    await workbench.open(address, folder);
    await workbench.openFile("desk.py");
    await workbench.until(async () => (await workbench.status()) === "35 scanners", "35 scanners in the status bar");
  },
  { pictures },
);
