// Judges each object of a JSON array by the schema of its custom resource definition; ends with 1 if one is wrong.
import { readFileSync } from "node:fs";
import * as keda from "@kubernetes-models/keda/keda.sh/v1alpha1";
import * as monitoring from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1";

const kinds = { "keda.sh/v1alpha1": keda, "monitoring.coreos.com/v1": monitoring };
for (const object of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const name = `${object.kind} ${object.metadata.name}`;
  const Kind = kinds[object.apiVersion]?.[object.kind];
  try {
    if (!Kind) {
      throw new Error(`there is no schema of ${object.apiVersion}`);
    }
    new Kind(object).validate();
    console.log(`right ${name}`);
  } catch (wrong) {
    console.log(`wrong ${name}: ${wrong.message}`);
    process.exitCode = 1;
  }
}
