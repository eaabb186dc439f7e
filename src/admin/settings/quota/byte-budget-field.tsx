import { Group, NumberInput, Select } from "@mantine/core";
import { SIZE_UNITS, type SizeUnit, type WrittenSize } from "../words/size-words.ts";

/** A budget as it is being written: no number means none. */
export interface BudgetForm {
  value: number | "";
  unit: SizeUnit;
}

/** All decimals of a GB: whole bytes. */
const GB_DECIMALS = 9;
/** The most that can be written; nine decimals more would not be whole bytes any longer. */
const MAX_UNITS = 1_000_000;

export function budgetForm(written: WrittenSize | null): BudgetForm {
  return written ?? { value: "", unit: "GB" };
}

/** A number of bytes with its unit; empty = none. */
export function ByteBudgetField({ form, change }: { form: BudgetForm; change: (form: BudgetForm) => void }) {
  return (
    <Group gap={6} align="end" wrap="nowrap" role="group" aria-label="Byte budget">
      <NumberInput
        label="Bytes in a month"
        placeholder="no budget"
        w={150}
        min={0}
        max={MAX_UNITS}
        decimalScale={GB_DECIMALS}
        thousandSeparator=","
        clampBehavior="strict"
        value={form.value}
        onChange={(value) => change({ ...form, value: typeof value === "number" ? value : "" })}
      />
      <Select
        aria-label="Unit of the byte budget"
        w={84}
        allowDeselect={false}
        data={Object.keys(SIZE_UNITS)}
        value={form.unit}
        onChange={(unit) => unit !== null && change({ ...form, unit: unit as SizeUnit })}
      />
    </Group>
  );
}
