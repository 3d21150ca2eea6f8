"use strict";

const value = (id) => document.getElementById(id).value.trim();

document.getElementById("target").addEventListener("submit", (event) => event.preventDefault());

document.getElementById("search").addEventListener("input", (event) => {
  const words = event.target.value.toLowerCase().split(/\s+/);
  for (const section of document.querySelectorAll("nav section")) {
    let shown = 0;
    for (const item of section.querySelectorAll("li")) {
      item.hidden = !words.every((word) => item.dataset.text.toLowerCase().includes(word));
      shown += item.hidden ? 0 : 1;
    }
    section.hidden = shown === 0 && section.querySelector("li") !== null;
  }
});

function requestOf(operation, form) {
  let path = operation.dataset.path;
  const query = new URLSearchParams();
  const headers = {};
  for (const input of form.querySelectorAll("input")) {
    const { in: place } = input.dataset;
    if (place === "path") {
      path = path.replace(`{${input.name}}`, encodeURIComponent(input.value)).replace(`{${input.name}+}`, encodeURI(input.value));
    } else if (input.value !== "" && place === "query") {
      query.append(input.name, input.value);
    } else if (input.value !== "" && place === "header") {
      headers[input.name] = input.value;
    }
  }
  if (value("authorization")) headers.Authorization = value("authorization");
  if (value("api-key")) headers["x-api-key"] = value("api-key");
  const body = form.querySelector("textarea");
  if (body && body.value) headers["Content-Type"] = body.dataset.type;
  const method = operation.dataset.method === "ANY" ? "GET" : operation.dataset.method;
  const search = query.size > 0 ? `?${query}` : "";
  return [value("base-url").replace(/\/+$/, "") + path + search, { method, headers, body: (body && body.value) || undefined }];
}

function show(output, text) {
  const pre = document.createElement("pre");
  pre.textContent = text;
  output.replaceChildren(pre);
}

for (const operation of document.querySelectorAll(".operation")) {
  const form = operation.querySelector(".try form");
  const output = form.querySelector("output");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!value("base-url")) {
      show(output, "Fill in the base URL at the top of the page first.");
      document.getElementById("base-url").focus();
      return;
    }
    try {
      const response = await fetch(...requestOf(operation, form));
      const head = [...response.headers].map(([name, text]) => `${name}: ${text}`).join("\n");
      show(output, `${response.status} ${response.statusText}\n${head}\n\n${await response.text()}`);
    } catch (error) {
      show(output, `No response: ${error.message}. Is the base URL right, and does the API allow this page's origin (CORS)?`);
    }
  });
}
