package io.weir.examples.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.examples.util.BatchResults;
import io.weir.examples.util.TpchTables;
import io.weir.types.order.Order;
import io.weir.util.ParameterTool;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Query 10 of the TPC-H benchmark: the customers who have sent back most of what they ordered within three months. Writes
 * {@code key|name|revenue|balance|nation|address|phone|comment}, at most twenty, the greatest revenue first.
 *
 * <pre>
 * TpchQuery10 [--input DIRECTORY] [--date 1993-10-01] [--output DIRECTORY]
 * </pre>
 *
 * <p>The directory has the files {@code customer.tbl}, {@code orders.tbl}, {@code lineitem.tbl} and {@code nation.tbl}.
 */
public final class TpchQuery10 {
    private TpchQuery10() {}

    private record Loss(long customer, double revenue) {
        Loss plus(Loss other) {
            return new Loss(customer, revenue + other.revenue);
        }
    }

    private record Row(TpchTables.Customer customer, double revenue, String nation) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%d|%s|%.4f|%.2f|%s|%s|%s|%s",
                    customer.key(),
                    customer.name(),
                    revenue,
                    customer.balance(),
                    nation,
                    customer.address(),
                    customer.phone(),
                    customer.comment());
        }
    }

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args).requireOnly("input", "date", "output");
        String from = parameters.get("date", "1993-10-01");
        String to = LocalDate.parse(from).plusMonths(3).toString();
        TpchTables tables = new TpchTables(ExecutionEnvironment.getExecutionEnvironment(), parameters);

        DataSet<Loss> losses = tables.items()
                .filter(item -> item.returned().equals("R"))
                .join(tables.orders()
                        .filter(order -> order.date().compareTo(from) >= 0
                                && order.date().compareTo(to) < 0))
                .where("order")
                .equalTo("key")
                .with((item, order) -> new Loss(order.customer(), item.revenue()))
                .groupBy("customer")
                .reduce(Loss::plus);
        DataSet<String> greatest = tables.customers()
                .join(losses)
                .where("key")
                .equalTo("customer")
                .with((customer, loss) -> new Row(customer, loss.revenue, ""))
                .join(tables.nations())
                .where(row -> row.customer.nation())
                .equalTo(nation -> nation.key())
                .with((row, nation) -> new Row(row.customer, row.revenue, nation.name()))
                .sortPartition("revenue", Order.DESCENDING)
                .setParallelism(1)
                .first(20)
                .map(Row::line)
                .setParallelism(1);
        BatchResults.inOrder(greatest, parameters, "TPC-H query 10");
    }
}
