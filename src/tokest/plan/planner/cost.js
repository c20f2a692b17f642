// What a plan costs, in whole numbers only: BigInt, billionths of a unit of money.
"use strict";

const PER = 1000000n; // tokens that a price stands for
const SCALE = 1000n; // a price is in trillionths, a cost in billionths

// plan: requests, input, output, thinking (tokens), cached and batch (thousandths), all BigInt.
// null is unknown: a request above the last tier, or a part without a price.
function planCost(model, plan) {
  const inBatch = (plan.requests * plan.batch) / 1000n;
  const kind = plan.thinking > 0n ? "thinking" : "plain";
  const live = requestCost(model.live[kind], plan);
  const batch = requestCost(model.batch[kind], plan);
  const parts = [[plan.requests - inBatch, live], [inBatch, batch]];
  let sum = 0n;
  for (const [requests, cost] of parts) {
    if (requests === 0n) continue;
    if (cost === null) return null;
    sum += requests * cost;
  }
  return halfEven(sum, PER * SCALE);
}

// One request, in trillionths times PER: nothing is rounded before the end.
function requestCost(tiers, plan) {
  const tier = tiers.find((one) => one.upTo === null || plan.input <= BigInt(one.upTo));
  if (tier === undefined) return null;
  const cached = (plan.input * plan.cached) / 1000n;
  const parts = [
    [plan.input - cached, tier.input],
    [cached, tier.cacheRead],
    [plan.output + plan.thinking, tier.output],
  ];
  let sum = 0n;
  for (const [tokens, price] of parts) {
    if (tokens === 0n) continue;
    if (price === null) return null;
    sum += tokens * BigInt(price);
  }
  return sum;
}

function halfEven(number, divisor) {
  const whole = number / divisor;
  const twice = (number % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && whole % 2n === 1n);
  return up ? whole + 1n : whole;
}

// Cents, or four digits that count below one; as tables write amounts.
function money(nano) {
  if (nano === null) return "-";
  if (nano === 0n) return "0.00";
  const digits = String(nano).length;
  const kept = nano >= 1000000000n ? 2 : 13 - digits;
  const scaled =
    kept > 9 ? nano * 10n ** BigInt(kept - 9) : halfEven(nano, 10n ** BigInt(9 - kept));
  const rounded = String(scaled).padStart(kept + 1, "0");
  const units = rounded.slice(0, -kept).replace(/\B(?=(\d{3})+$)/g, ",");
  return units + "." + rounded.slice(-kept);
}
