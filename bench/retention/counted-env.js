// Bindings that count what is asked of them: statements and rows of D1, operations of R2.

/** What was asked since it was last emptied. R2 bills writes and lists as class A, reads as class B, deleting not at all. */
export const counts = { statements: 0, rowsRead: 0, rowsWritten: 0, classA: 0, classB: 0, deletes: 0, keysDeleted: 0 };

/** Rows read by each statement: one that grows with the table is the one to look at. */
export const readBy = new Map();

const OPERATIONS = { put: "classA", list: "classA", get: "classB", head: "classB", delete: "deletes" };

function note(sql, { meta }) {
  readBy.set(sql, (readBy.get(sql) ?? 0) + meta.rows_read);
  counts.statements++;
  counts.rowsRead += meta.rows_read;
  counts.rowsWritten += meta.rows_written;
}

/** The same object, with some methods replaced. */
function replaced(target, methods) {
  return new Proxy(target, {
    get(object, name) {
      if (Object.hasOwn(methods, name)) return methods[name];
      const value = Reflect.get(object, name, object);
      return typeof value === "function" ? value.bind(object) : value;
    },
  });
}

const plain = new WeakMap();

function countedStatement(sql, statement) {
  async function all() {
    const result = await statement.all();
    note(sql, result);
    return result;
  }
  const counted = replaced(statement, {
    bind: (...values) => countedStatement(sql, statement.bind(...values)),
    all,
    run: all,
    // Neither of them tells how many rows were read.
    first: async (column) => {
      const row = (await all()).results[0] ?? null;
      return row && column !== undefined ? row[column] : row;
    },
    raw: async () => (await all()).results.map((row) => Object.values(row)),
  });
  plain.set(counted, { sql, statement });
  return counted;
}

function countedDatabase(database) {
  return replaced(database, {
    prepare: (sql) => countedStatement(sql, database.prepare(sql)),
    batch: async (statements) => {
      const asked = statements.map((statement) => plain.get(statement));
      const results = await database.batch(asked.map(({ statement }) => statement));
      for (const [i, result] of results.entries()) note(asked[i].sql, result);
      return results;
    },
  });
}

function countedBucket(bucket) {
  const operation = (name) => (first, second) => {
    counts[OPERATIONS[name]]++;
    if (name === "delete") counts.keysDeleted += Array.isArray(first) ? first.length : 1;
    return bucket[name](first, second);
  };
  return replaced(bucket, Object.fromEntries(Object.keys(OPERATIONS).map((name) => [name, operation(name)])));
}

/** The bindings of the Worker, with the stores of one region counted. */
export function countedEnv(env) {
  return { ...env, INDEX_US: countedDatabase(env.INDEX_US), BUCKET_US: countedBucket(env.BUCKET_US) };
}
