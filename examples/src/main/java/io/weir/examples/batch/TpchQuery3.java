package io.weir.examples.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.examples.util.BatchResults;
import io.weir.examples.util.TpchTables;
import io.weir.types.order.Order;
import io.weir.util.ParameterTool;
import java.util.Locale;

/**
 * Query 3 of the TPC-H benchmark: the orders of a market segment that are worth most, of those that had not been shipped on a
 * day. Writes {@code order|revenue|date|priority}, at most ten, the greatest first.
 *
 * <pre>
 * TpchQuery3 [--input DIRECTORY] [--segment BUILDING] [--date 1995-03-15] [--output DIRECTORY]
 * </pre>
 *
 * <p>The directory has the files {@code customer.tbl}, {@code orders.tbl} and {@code lineitem.tbl}.
 */
public final class TpchQuery3 {
    private TpchQuery3() {}

    private record Open(long order, double revenue, String date, int priority) {
        Open plus(Open other) {
            return new Open(order, revenue + other.revenue, date, priority);
        }

        String line() {
            return String.format(Locale.ROOT, "%d|%.4f|%s|%d", order, revenue, date, priority);
        }
    }

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("input", "segment", "date", "output");
        String segment = parameters.get("segment", "BUILDING");
        String day = parameters.get("date", "1995-03-15");
        TpchTables tables = new TpchTables(ExecutionEnvironment.getExecutionEnvironment(), parameters);

        DataSet<TpchTables.Order> orders = tables.orders()
                .filter(order -> order.date().compareTo(day) < 0)
                .join(tables.customers().filter(customer -> customer.segment().equals(segment)))
                .where("customer")
                .equalTo("key")
                .with((order, customer) -> order);
        DataSet<String> greatest = tables.items()
                .filter(item -> item.shipped().compareTo(day) > 0)
                .join(orders)
                .where("order")
                .equalTo("key")
                .with((item, order) -> new Open(order.key(), item.revenue(), order.date(), order.priority()))
                .groupBy("order")
                .reduce(Open::plus)
                .sortPartition("revenue", Order.DESCENDING)
                .sortPartition("date", Order.ASCENDING)
                .setParallelism(1)
                .first(10)
                .map(Open::line)
                .setParallelism(1);
        BatchResults.inOrder(greatest, parameters, "TPC-H query 3");
    }
}
