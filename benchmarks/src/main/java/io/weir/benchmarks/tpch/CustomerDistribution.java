package io.weir.benchmarks.tpch;

import io.weir.dataset.DataSet;
import java.util.Comparator;

/** Query 13: how many customers have how many orders. */
final class CustomerDistribution implements Query {
    private record Orders(long customer, long count) {
        Orders plus(Orders other) {
            return new Orders(customer, count + other.count);
        }
    }

    private record Customers(long orders, long count) {
        Customers plus(Customers other) {
            return new Customers(orders, count + other.count);
        }
    }

    @Override
    public DataSet<String> answer(Tables tables) {
        DataSet<Tables.Order> orders = tables.orders().filter(order -> !isSpecial(order.comment()));
        DataSet<Customers> distribution = tables.customers()
                .leftOuterJoin(orders)
                .where("key")
                .equalTo("customer")
                .with((customer, order) -> new Orders(customer.key(), order == null ? 0 : 1))
                .groupBy("customer")
                .reduce(Orders::plus)
                .map(customer -> new Customers(customer.count, 1))
                .groupBy("orders")
                .reduce(Customers::plus);
        return Answers.inOrder(
                distribution,
                (one, other) -> Comparator.comparing(Customers::count)
                        .thenComparing(Customers::orders)
                        .reversed()
                        .compare(one, other),
                Integer.MAX_VALUE,
                row -> Answers.line(row.orders, row.count));
    }

    /** Returns whether "special" comes in a comment, and "requests" after it. */
    private static boolean isSpecial(String comment) {
        int special = comment.indexOf("special");
        return special >= 0 && comment.indexOf("requests", special + "special".length()) >= 0;
    }
}
