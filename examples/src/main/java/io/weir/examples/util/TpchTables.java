package io.weir.examples.util;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.util.ParameterTool;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Tables of the TPC-H benchmark, with the columns that the examples need: read from the {@code .tbl} files in the directory
 * {@code --input}, as the benchmark's {@code dbgen} writes them, or a few rows that are the same each time. Dates are
 * text, such as {@code 1995-03-15}, which sorts by itself. The benchmarks have tables of their own, which they generate:
 * an example reads files, and needs nothing but the engine.
 *
 * @param env the program
 * @param parameters its arguments
 */
public record TpchTables(ExecutionEnvironment env, ParameterTool parameters) {
    private static final int CUSTOMERS = 60;
    private static final int ORDERS = 600;
    private static final List<String> SEGMENTS = List.of("BUILDING", "MACHINERY", "FURNITURE");
    private static final List<String> NATIONS = List.of("FRANCE", "KENYA", "PERU");

    /** A customer. */
    public record Customer(
            long key,
            String name,
            String address,
            long nation,
            String phone,
            double balance,
            String segment,
            String comment) {}

    /** An order. */
    public record Order(long key, long customer, String date, int priority) {}

    /** A line of an order. */
    public record Item(long order, double price, double discount, String returned, String shipped) {
        /** Returns what is paid for it. */
        public double revenue() {
            return price * (1 - discount);
        }
    }

    /** A nation. */
    public record Nation(long key, String name) {}

    /** Returns the customers. */
    public DataSet<Customer> customers() {
        return table("customer", "11111111", Customer.class, customerRows());
    }

    /** Returns the orders. */
    public DataSet<Order> orders() {
        return table("orders", "110010010", Order.class, orderRows());
    }

    /** Returns the lines of all orders. */
    public DataSet<Item> items() {
        return table("lineitem", "1000011010100000", Item.class, itemRows());
    }

    /** Returns the nations. */
    public DataSet<Nation> nations() {
        List<Nation> rows = new ArrayList<>();
        NATIONS.forEach(name -> rows.add(new Nation(rows.size(), name)));
        return table("nation", "1100", Nation.class, rows);
    }

    private <R extends Record> DataSet<R> table(String name, String columns, Class<R> type, List<R> rows) {
        return parameters.has("input")
                ? env.readCsvFile(parameters.getRequired("input") + "/" + name + ".tbl")
                        .fieldDelimiter("|")
                        .includeFields(columns)
                        .recordType(type)
                : env.fromCollection(rows);
    }

    private static List<Customer> customerRows() {
        List<Customer> rows = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            rows.add(new Customer(
                    i,
                    "Customer " + i,
                    i + " River Road",
                    i % NATIONS.size(),
                    "555-" + (1_000 + i),
                    i * 10.5,
                    SEGMENTS.get(i % SEGMENTS.size()),
                    "none"));
        }
        return rows;
    }

    private static List<Order> orderRows() {
        Random random = new Random(3);
        List<Order> rows = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            rows.add(new Order(i, random.nextInt(CUSTOMERS), day(random.nextInt(1_000)), 0));
        }
        return rows;
    }

    private static List<Item> itemRows() {
        Random random = new Random(4);
        List<Item> rows = new ArrayList<>();
        for (int i = 0; i < 4 * ORDERS; i++) {
            rows.add(new Item(
                    random.nextInt(ORDERS),
                    1 + random.nextInt(100_000) / 100.0,
                    random.nextInt(11) / 100.0,
                    random.nextInt(3) == 0 ? "R" : "N",
                    day(random.nextInt(1_100))));
        }
        return rows;
    }

    private static String day(int number) {
        return LocalDate.of(1993, 1, 1).plusDays(number).toString();
    }
}
