package io.weir.benchmarks.tpch;

import io.weir.dataset.DataSet;
import java.util.Comparator;

/** Query 10: the customers who sent back most in a quarter. */
final class ReturnedItems implements Query {
    private record Loss(long customer, long revenue) {
        Loss plus(Loss other) {
            return new Loss(customer, revenue + other.revenue);
        }
    }

    private record Row(Tables.Customer customer, long revenue, String nation) {
        String line() {
            return Answers.line(
                    customer.key(),
                    customer.name(),
                    Answers.decimal(revenue, 4),
                    Answers.decimal(customer.balance(), 2),
                    nation,
                    customer.address(),
                    customer.phone(),
                    customer.comment());
        }
    }

    @Override
    public DataSet<String> answer(Tables tables) {
        int from = Answers.day("1993-10-01");
        int to = Answers.day("1994-01-01");
        DataSet<Loss> losses = tables.orders()
                .filter(order -> order.date() >= from && order.date() < to)
                .join(tables.lineItems().filter(item -> item.returned().equals("R")))
                .where("key")
                .equalTo("order")
                .with((order, item) -> new Loss(order.customer(), item.revenue()))
                .groupBy("customer")
                .reduce(Loss::plus);
        DataSet<Row> rows = tables.customers()
                .join(losses)
                .where("key")
                .equalTo("customer")
                .with((customer, loss) -> new Row(customer, loss.revenue, ""))
                .join(tables.nations())
                .where(row -> row.customer.nation())
                .equalTo(nation -> nation.key())
                .with((row, nation) -> new Row(row.customer, row.revenue, nation.name()));
        return Answers.inOrder(
                rows,
                (one, other) -> Comparator.comparing(Row::revenue).reversed().compare(one, other),
                20,
                Row::line);
    }
}
