package io.weir.benchmarks.tpch;

import io.weir.dataset.DataSet;
import java.util.Comparator;

/** Query 3: the unshipped orders of one segment that are worth most. */
final class ShippingPriority implements Query {
    private record Open(long order, int date, int priority, long revenue) {
        Open plus(Open other) {
            return new Open(order, date, priority, revenue + other.revenue);
        }
    }

    @Override
    public DataSet<String> answer(Tables tables) {
        int day = Answers.day("1995-03-15");
        DataSet<Tables.Customer> customers =
                tables.customers().filter(customer -> customer.segment().equals("BUILDING"));
        DataSet<Tables.Order> orders = tables.orders()
                .filter(order -> order.date() < day)
                .join(customers)
                .where("customer")
                .equalTo("key")
                .with((order, customer) -> order);
        DataSet<Open> open = tables.lineItems()
                .filter(item -> item.shipped() > day)
                .join(orders)
                .where("order")
                .equalTo("key")
                .with((item, order) -> new Open(order.key(), order.date(), order.priority(), item.revenue()))
                .groupBy("order")
                .reduce(Open::plus);
        return Answers.inOrder(
                open,
                (one, other) -> Comparator.comparing(Open::revenue)
                        .reversed()
                        .thenComparing(Open::date)
                        .compare(one, other),
                10,
                row -> Answers.line(row.order, Answers.decimal(row.revenue, 4), Answers.date(row.date), row.priority));
    }
}
