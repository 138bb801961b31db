// Every page works without this file; it makes them quicker. Loaded as a module, so it runs once the page is read.
import { day } from "./day";
import { dialog } from "./dialog";
import { form } from "./form";
import { live } from "./live";
import { zone } from "./zone";

form();
zone();
dialog();
day();
live();
