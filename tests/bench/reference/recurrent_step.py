#!/usr/bin/env python3
"""One shared step of a recurrent child in plain PyTorch, the reference for recurrent_bench: the same network, written as one usually
writes it (a matrix for the value and one for the gate of each node, autograd, one classifier call). Prints seconds per step (median).
Usage: recurrent_step.py [--hidden N] [--steps N]
12 nodes, highway connections, 10,000 words, tied embedding, 64 rows x 35 words, four variational dropouts, one thread."""
import argparse
import random
import statistics
import time

import torch
from torch import nn

NODES, WORDS, ROWS, LENGTH = 12, 10000, 64, 35
ACTIVATIONS = [torch.tanh, torch.relu, lambda x: x, torch.sigmoid]


def sample():
    return [(random.randrange(max(1, i)), random.randrange(4)) for i in range(NODES)]


class SharedCell(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        matrix = lambda: nn.Linear(hidden, hidden, bias=False)
        self.first = nn.ModuleDict({name: matrix() for name in ("x", "xc", "h", "hc")})
        self.value = nn.ModuleList(nn.ModuleList(matrix() for _ in range(i)) for i in range(NODES))
        self.gate = nn.ModuleList(nn.ModuleList(matrix() for _ in range(i)) for i in range(NODES))

    def forward(self, child, x, h, read):
        c = torch.sigmoid(self.first["xc"](x) + self.first["hc"](read))
        nodes = [c * ACTIVATIONS[child[0][1]](self.first["x"](x) + self.first["h"](read)) + (1 - c) * h]
        loose = set(range(NODES))
        for i in range(1, NODES):
            j, activation = child[i]
            c = torch.sigmoid(self.gate[i][j](nodes[j]))
            nodes.append(c * ACTIVATIONS[activation](self.value[i][j](nodes[j])) + (1 - c) * nodes[j])
            loose.discard(j)
        return sum(nodes[i] for i in loose) / len(loose)


class Model(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.hidden = hidden
        self.embedding = nn.Embedding(WORDS, hidden)
        self.cell = SharedCell(hidden)
        self.bias = nn.Parameter(torch.zeros(WORDS))
        for p in self.parameters():
            nn.init.uniform_(p, -0.04, 0.04)

    def mask(self, shape, p):
        return torch.bernoulli(torch.full(shape, 1 - p)) / (1 - p)

    def forward(self, child, tokens, h):
        x = nn.functional.embedding(tokens, self.embedding.weight * self.mask((WORDS, 1), 0.1)) * self.mask((ROWS, self.hidden), 0.25)
        state, out = self.mask((ROWS, self.hidden), 0.25), []
        for t in range(LENGTH):
            h = self.cell(child, x[t], h, h * state)
            out.append(h)
        out = torch.stack(out) * self.mask((ROWS, self.hidden), 0.4)
        return nn.functional.linear(out, self.embedding.weight, self.bias), h.detach()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--hidden", type=int, default=1000)
    arguments.add_argument("--steps", type=int, default=5)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    random.seed(1)
    model = Model(options.hidden)
    optimizer = torch.optim.SGD(model.parameters(), 20, weight_decay=2e-7)
    h = torch.zeros(ROWS, options.hidden)
    seconds = []
    for _ in range(options.steps + 1):
        tokens, targets = torch.randint(WORDS, (2, LENGTH, ROWS))
        start = time.process_time()
        optimizer.zero_grad(set_to_none=True)
        scores, h = model(sample(), tokens, h)
        nn.functional.cross_entropy(scores.view(-1, WORDS), targets.reshape(-1)).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.25)
        optimizer.step()
        seconds.append(time.process_time() - start)
    print(f"{statistics.median(seconds[1:]):.3f}")


if __name__ == "__main__":
    main()
